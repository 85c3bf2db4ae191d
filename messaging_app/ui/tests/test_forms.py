"""Forms as every page draws them."""

import re

from django import forms


class SignUp(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="For signing in, nothing else.")
    nickname = forms.CharField(required=False)
    terms = forms.BooleanField(label="I agree")
    next = forms.CharField(widget=forms.HiddenInput, required=False)


def attributes(html: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)
    assert found, name
    return found[0]


def test_each_field_has_a_label_that_names_it() -> None:
    html = str(SignUp())
    for name in ("email", "nickname"):
        assert f'<label class="label" for="id_{name}">' in html
    assert re.search(r'<label class="check"><input[^>]*name="terms"', html)


def test_help_is_tied_to_its_field() -> None:
    html = str(SignUp())
    assert 'aria-describedby="id_email_helptext"' in attributes(html, "email")
    assert 'id="id_email_helptext"' in html


def test_an_error_says_so_in_words_and_keeps_what_was_typed() -> None:
    html = str(SignUp({"email": "ann@", "terms": "on"}))
    field = attributes(html, "email")
    assert 'aria-invalid="true"' in field
    assert "id_email_error" in field
    assert 'value="ann@"' in field
    assert 'id="id_email_error"' in html


def test_what_need_not_be_filled_in_says_so() -> None:
    html = str(SignUp())
    assert re.findall(r'for="(\w+)">[^<]*<span class="optional">', html) == ["id_nickname"]


def test_an_error_of_the_whole_form_is_an_alert() -> None:
    form = SignUp({"email": "ann@example.com", "terms": "on"})
    form.add_error(None, "Too many tries. Wait a minute.")
    assert '<div class="notice bad" role="alert">' in str(form)


def test_typed_html_and_errors_are_escaped() -> None:
    form = SignUp({"email": '"><script>'})
    form.add_error("email", "<script>")
    assert "<script>" not in str(form)


def test_hidden_fields_are_there_without_a_label() -> None:
    html = str(SignUp())
    assert 'type="hidden"' in attributes(html, "next")
    assert 'for="id_next"' not in html
