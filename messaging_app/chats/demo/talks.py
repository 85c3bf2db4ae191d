"""Conversations of two; Ann is one of them."""

from chats.demo.script import DAY, HOUR, MINUTE, Line, Scene

BEN = Scene(
    people=("ann", "ben"),
    lines=(
        Line(
            "ben",
            9 * DAY + 3 * HOUR,
            "Hello Ann, is the room over the boathouse still free in March?",
        ),
        Line("ann", 9 * DAY + 2 * HOUR, "Hello Ben! It is, from the 6th on. For how many of you?"),
        Line("ben", 9 * DAY + 110 * MINUTE, "Two of us and a very calm dog"),
        Line(
            "ann",
            9 * DAY + 100 * MINUTE,
            "The dog is welcome. There is a gate to the garden, and the neighbour’s hens know how to look after themselves.",
        ),
        Line(
            "ben",
            9 * DAY + 98 * MINUTE,
            "Then we’ll take the 6th to the 13th, please",
            reactions={"🎉": ("ann",)},
        ),
        Line(
            "ann",
            6 * DAY + 5 * HOUR,
            "It’s in the book. I’ve put your names on the **blue** room, it has the morning sun.\n\n- keys: in the box by the door\n- stove: the dry wood is on the left\n- tide times are on the wall",
        ),
        Line(
            "ben",
            6 * DAY + 4 * HOUR,
            "You think of everything. What’s the code of the box?",
            name="code",
        ),
        Line(
            "ann",
            6 * DAY + 225 * MINUTE,
            "I’ll send it the evening before, so that it isn’t lying around here for months",
            answers="code",
            reactions={"👍": ("ben",)},
        ),
        Line(
            "ann",
            2 * DAY + 6 * HOUR,
            "This is what you’ll see when you open the shutters",
            file="harbour",
        ),
        Line("ben", 2 * DAY + 5 * HOUR, "Oh. We might not leave", reactions={"😄": ("ann",)}),
        Line(
            "ben",
            20 * HOUR,
            "One question: does the train still stop in the village, or only in town?",
            name="train",
        ),
        Line(
            "ann",
            19 * HOUR,
            "Only on weekdays. On Saturdays get out in town, I’ll fetch you at the station",
            answers="train",
            at_first="Only on weekdays. On Saturdays take the bus from town",
        ),
        Line(
            "ben",
            18 * HOUR,
            "That’s very kind. We’ll bring cheese",
            reactions={"🧀": ("ann",), "❤️": ("ann",)},
        ),
        Line("ann", 3 * HOUR, "Deal. See you on the 6th!"),
    ),
)

INES = Scene(
    people=("ann", "ines"),
    is_pinned=True,
    lines=(
        Line(
            "ines",
            4 * DAY + 2 * HOUR,
            "Bom dia! A padaria ligou: the ovens arrive on Thursday and I have nobody to sign for them",
        ),
        Line("ann", 4 * DAY + 90 * MINUTE, "I’m in town on Thursday anyway. When?"),
        Line(
            "ines",
            4 * DAY + 85 * MINUTE,
            "Between nine and noon, they said. You know what that means",
        ),
        Line("ann", 4 * DAY + 80 * MINUTE, "Half past twelve", reactions={"😂": ("ines",)}),
        Line(
            "ines",
            1 * DAY + 3 * HOUR,
            "They moved it to ten o’clock sharp. Obrigada, a sério!",
            name="ten",
        ),
        Line(
            "ines",
            1 * DAY + 170 * MINUTE,
            "And the two rooms over the bakery are painted. Come and see them before the guests do",
            file="last light",
        ),
        Line("ann", 50 * MINUTE, "Thursday at ten, then", answers="ten"),
    ),
)

MARIA = Scene(
    people=("ann", "maria"),
    unread=2,
    lines=(
        Line(
            "maria",
            3 * DAY,
            "The pupils have chosen their pieces for the concert. Three of them want the same one, of course.",
        ),
        Line(
            "ann",
            3 * DAY - 20 * MINUTE,
            "Let them play it one after the other and let the hall decide",
        ),
        Line("maria", 3 * DAY - 22 * MINUTE, "Cruel. I like it"),
        Line("ann", 2 * DAY, "Are you up in the mountains already?"),
        Line("maria", 68 * MINUTE, "Since noon. Kein Netz im Tal, aber hier oben zwei Striche"),
        Line(
            "maria",
            64 * MINUTE,
            "the hut from the north side, with the first snow",
            file="hut from the north",
        ),
    ),
)

TOM = Scene(
    people=("ann", "tom"),
    unread=1,
    lines=(
        Line("ann", 2 * DAY, "Did the plumber come?"),
        Line("tom", 2 * DAY - 30 * MINUTE, "He came, he sighed, he left. Again on Monday."),
        Line("ann", 2 * DAY - 31 * MINUTE, "They all learn that sigh in the second year"),
        Line("tom", 145 * MINUTE, file="voice message"),
    ),
)

OLU = Scene(
    people=("ann", "olu"),
    draft="I think we should ask them first",
    lines=(
        Line(
            "olu",
            1 * DAY,
            "Somebody reported the notice board again. It’s the recipe with the mushrooms.",
        ),
        Line("ann", 1 * DAY - 15 * MINUTE, "The one without the name of the mushroom?"),
        Line(
            "olu",
            1 * DAY - 16 * MINUTE,
            "That one. I’d rather have the name in it than the whole thing out. What do you say?",
        ),
        Line("olu", 4 * HOUR, "No hurry, I’m at the clinic until seven"),
    ),
)

HYEJIN = Scene(
    people=("ann", "hyejin"),
    lines=(
        Line(
            "hyejin",
            5 * DAY,
            "안녕하세요 Ann, the parents’ evening is on the 3rd. Could you bring the long table?",
        ),
        Line("ann", 5 * DAY - HOUR, "감사합니다 for asking early! The table and both benches."),
        Line(
            "hyejin",
            7 * HOUR,
            "수업 자료를 올렸어요. The exercises are in the folder, solutions on the last page (upside down, they will find them anyway)",
        ),
        Line(
            "ann",
            6 * HOUR,
            "They will, and then they’ll have read all of it",
            reactions={"💡": ("hyejin",)},
        ),
    ),
)

JO = Scene(
    people=("ann", "jo"),
    lines=(
        Line(
            "ann",
            7 * DAY,
            "The bike is back in the shed, with new brakes. Try them before the hill",
        ),
        Line("jo", 7 * DAY - 5 * MINUTE, "Sounds good"),
    ),
)

YUKI = Scene(
    people=("ann", "yuki"),
    is_archived=True,
    lines=(
        Line("yuki", 40 * DAY, "東京の天気は良いです。写真を送りますね"),
        Line("ann", 40 * DAY - HOUR, "きれい! You must miss the sea a little, though"),
        Line("yuki", 39 * DAY, "少しだけ。休日に海へ行きます"),
    ),
)

TALKS = (YUKI, JO, HYEJIN, OLU, TOM, MARIA, INES, BEN)
