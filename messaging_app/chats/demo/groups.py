"""Conversations of many."""

from datetime import timedelta

from chats.demo.script import DAY, HOUR, MINUTE, Line, Scene

UBUNTU = Scene(
    title="Ubuntu help",
    description="Questions big and small. There is no silly one, there is only a reboot too early.",
    people=("ann", "ben", "padraig", "wenli", "noor", "tomas", "olu"),
    is_pinned=True,
    unread=3,
    lines=(
        Line(
            "noor",
            2 * DAY,
            "since the update my laptop comes back from sleep without sound. speakers and headphones",
        ),
        Line(
            "padraig",
            2 * DAY - 4 * MINUTE,
            "does `systemctl --user restart pipewire` bring it back?",
            name="pipewire",
        ),
        Line(
            "noor",
            2 * DAY - 6 * MINUTE,
            "it does!! until the next sleep",
            answers="pipewire",
            reactions={"👍": ("padraig", "wenli", "ann")},
        ),
        Line(
            "padraig",
            2 * DAY - 9 * MINUTE,
            "then it’s the power saving of the sound card. Put this in a file and forget about it:\n\n```\n# /etc/modprobe.d/sound.conf\noptions snd_hda_intel power_save=0\n```",
            reactions={"💡": ("noor", "ann")},
        ),
        Line(
            "wenli",
            1 * DAY + 2 * HOUR,
            "what is everybody using for backups these days? I have a drive and good intentions",
        ),
        Line(
            "ben",
            1 * DAY + 115 * MINUTE,
            "The drive in a drawer at my sister’s, the intentions in a cron job",
            reactions={"😂": ("wenli", "noor", "tomas", "padraig")},
        ),
        Line(
            "olu",
            1 * DAY + 100 * MINUTE,
            "restic, and once a year a calendar entry that says *restore something*",
        ),
        Line(
            "tomas",
            130 * MINUTE,
            "can somebody remind me how to bookmark a folder in the file manager?",
            name="bookmark",
        ),
        Line(
            "wenli",
            128 * MINUTE,
            "isn’t it in the menu of the right mouse button?",
            answers="bookmark",
        ),
        Line("tomas", 127 * MINUTE, "nope. and I can’t drag it there either"),
        Line(
            "ann",
            126 * MINUTE,
            "Ctrl D, while you stand in it",
            answers="bookmark",
            at_first="Ctrl B, while you stand in it",
            reactions={"👍": ("tomas", "wenli", "noor"), "💡": ("padraig",)},
        ),
        Line(
            "tomas",
            124 * MINUTE,
            "aha. so there is a key for it and no place to click. I shall write it on the wall",
        ),
        Line(
            "padraig", 124 * MINUTE - timedelta(seconds=40), "wrong window, sorry", is_deleted=True
        ),
        Line("wenli", 122 * MINUTE, "@Ann how do you even know these?"),
    ),
)

PARENTS = Scene(
    title="Year 9 parents",
    description="Dates, lifts, lost gloves.",
    people=("ann", "hyejin", "tomas", "ines", "noor", "beatriz"),
    unread=6,
    lines=(
        Line(
            "hyejin",
            3 * DAY,
            "Dear all, the museum trip is on the 27th. We meet at 8:10 at the bridge, not at the school.",
        ),
        Line("ines", 3 * DAY - HOUR, "Noted. I can take four in the car on the way back"),
        Line(
            "ann",
            3 * DAY - 2 * HOUR,
            "Same here, four and a lot of wet coats",
            reactions={"🙏": ("hyejin", "noor")},
        ),
        Line("beatriz", 2 * DAY, "Has anybody seen one green glove? Left hand, loved"),
        Line(
            "noor",
            2 * DAY - HOUR,
            "It sits on the radiator in 9b and looks well",
            reactions={"❤️": ("beatriz", "ines")},
        ),
        Line(
            "hyejin",
            150 * MINUTE,
            "The museum would like to know: any allergies, anyone who doesn’t eat meat?",
        ),
        Line("noor", 140 * MINUTE, "Sami: no nuts, please. Everything else disappears by itself"),
        Line("beatriz", 135 * MINUTE, "Two vegetarians here, one since Tuesday"),
        Line(
            "ines",
            130 * MINUTE,
            "Ninguém come o que eu faço, so they eat everything elsewhere",
            reactions={"😂": ("noor", "tomas")},
        ),
        Line(
            "hyejin",
            125 * MINUTE,
            "Thank you. And who has a first-aid kit that isn’t from the last century?",
        ),
        Line(
            "tomas",
            118 * MINUTE,
            "@Ann could you bring yours? Ours has a bandage with a steam engine on it",
        ),
    ),
)

MATHS = Scene(
    title="Mathematics, Tuesday group",
    people=("ann", "hyejin", "wenli", "yuki", "jo"),
    unread_by_others=True,
    lines=(
        Line("wenli", 6 * DAY, "is the proof with the two circles part of the test?"),
        Line(
            "hyejin",
            6 * DAY - HOUR,
            "Everything with circles is part of everything",
            reactions={"😄": ("wenli", "jo")},
        ),
        Line("yuki", 6 * DAY - 2 * HOUR, "図があると助かります。a drawing would help a lot"),
        Line(
            "ann",
            7 * HOUR,
            "Slides are in the folder, with the drawing, and with the mistake I made at the board",
        ),
    ),
)

ALLOTMENTS = Scene(
    title="Ridgeway allotments committee and friends of the old orchard",
    people=("ann", "padraig", "beatriz", "olu"),
    lines=(
        Line(
            "padraig", 8 * DAY, "Minutes of Sunday: 1. the pump 2. the pump 3. apples 4. the pump"
        ),
        Line(
            "olu",
            8 * DAY - HOUR,
            "I move that we buy a pump",
            reactions={"👍": ("ann", "padraig", "beatriz")},
        ),
        Line("beatriz", 8 * DAY - 2 * HOUR, "Seconded, with apples"),
    ),
)

PLANTS = (
    "courgettes", "beans", "peas", "tomatoes by the wall", "tomatoes in the glasshouse", "leeks",
    "beetroots", "onions", "early potatoes", "late potatoes", "strawberries", "raspberries",
    "currants", "artichokes", "chard", "spinach", "carrots", "parsnips", "pumpkins", "herbs",
)  # fmt: skip
REMARKS = (
    "The {} are coming on at last",
    "Who watered the {} last night? They look grateful",
    "Snails have found the {}. I’ve found the snails",
    "Somebody please take some {} home, there are far too many",
    "The {} need a net before the blackbirds read this",
    "I’ve put straw around the {}",
    "Recipe for too many {}: soup, then more soup",
    "Os {} estão lindos hoje",
    "Next year fewer {}, we said. We say it every year",
    "The {} survived the frost, I’d not have bet on it",
    "Swapping a box of {} for two jars and a story",
    "Moved the {} into the sun",
    "My grandmother would not recognise these {}",
    "The {} by the shed are mine to pick, ask first, then pick",
    "Two rows of {} are in, my back says it was four",
)  # fmt: skip
GARDENERS = ("beatriz", "padraig", "ines", "olu", "maria", "noor")


def _garden() -> tuple[Line, ...]:
    """Three hundred remarks, none twice, over the last two weeks; the newest are on courgettes."""
    count = len(PLANTS) * len(REMARKS)
    talk = [Line("ann", 15 * DAY, "I’m away for a while, water the beans for me")]
    for back in reversed(range(count)):
        round_, nth = divmod(back, len(PLANTS))
        plant = PLANTS[7 * nth % len(PLANTS)]
        remark = REMARKS[(round_ + nth) % len(REMARKS)]
        speaker = GARDENERS[5 * back % len(GARDENERS)]
        talk.append(Line(speaker, 14 * DAY * back / count + 2 * HOUR, remark.format(plant)))
    return tuple(talk)


KITCHEN = Scene(
    title="Kitchen and garden",
    description="What grows, and what becomes of it.",
    people=("ann", "beatriz", "padraig", "ines", "olu", "maria", "noor"),
    is_muted=True,
    unread=300,
    lines=_garden(),
)

GROUPS = (ALLOTMENTS, MATHS, KITCHEN, PARENTS, UBUNTU)
