"""What a page asks for."""

from django import forms

from chats.forms.fields import SearchField, SeqField
from chats.models.participant.position import ListPosition
from chats.models.participant.queryset import FILTERS
from chats.search.position import HitPosition


class PageForm(forms.Form):
    """Which page of the history; at most one of the three is heeded."""

    before = SeqField()
    after = SeqField()
    around = forms.UUIDField(required=False)


class ComposerForm(forms.Form):
    """Which message is answered or edited."""

    reply = forms.UUIDField(required=False)
    edit = forms.UUIDField(required=False)


class ListForm(forms.Form):
    """Which conversations; nonsense means all of them from the top."""

    filter = forms.CharField(required=False)
    q = SearchField()
    before = forms.CharField(required=False)

    def clean_filter(self) -> str:
        name = self.cleaned_data["filter"]
        return name if name in FILTERS else "all"

    def clean_before(self) -> ListPosition | None:
        return ListPosition.parse(self.cleaned_data["before"])


class PeopleForm(forms.Form):
    """Which people; `after` is the last one of the page before."""

    q = SearchField()
    after = forms.UUIDField(required=False)


class SearchForm(forms.Form):
    """What is looked for; `before` is where the page of hits before this one ended."""

    q = SearchField()
    archived = forms.BooleanField(required=False)
    before = SearchField()

    def clean_before(self) -> HitPosition | None:
        return HitPosition.parse(self.cleaned_data["before"])


class FilesForm(forms.Form):
    """Which shared files; `before` is the last one of the page before."""

    before = forms.UUIDField(required=False)
