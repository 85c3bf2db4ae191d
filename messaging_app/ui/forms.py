"""How every form of Rapport is drawn: `{{ form }}` is all a template needs."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Labels above, help and errors below, tied to their field for screen readers."""

    form_template_name = "ui/form/form.html"
    field_template_name = "ui/form/field.html"
