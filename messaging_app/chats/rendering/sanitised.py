"""What may stand in a drawn message, whatever the parser made of it."""

import nh3

BLOCKS = ("p", "blockquote", "ul", "ol", "li", "pre")

CLEANER = nh3.Cleaner(
    tags={*BLOCKS, "br", "em", "strong", "s", "code", "a", "span", "bdi"},
    clean_content_tags=set(),
    attributes={"*": set(), "a": {"href"}, "span": {"data-mention"}, "ol": {"start"}},
    allowed_classes={"span": {"mention"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener nofollow ugc",
    # Each block finds its own direction, and none can turn its neighbours.
    set_tag_attribute_values={
        "a": {"target": "_blank", "dir": "auto"},
        **{name: {"dir": "auto"} for name in BLOCKS},
    },
)
