"""The lexicon: every language's file, and what the files may hold."""

import tomllib
from importlib.resources import files

import pytest

from runlift.app.lexicons import LANGUAGES, lexicon
from runlift.domain.classify.reading import Reader
from runlift.domain.folding import fold, tokens
from runlift.domain.lexicon import LISTS, STRENGTHS, Concept, FieldKey, Table, Unit, build_lexicon

FOLDER = files("runlift") / "lexicon"
KIND_WORDS = {"run", "easy", "long", "hard", "race", "rest", "strength", "cross", "never", "everyday"}


def table_of(language: str) -> Table:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def test_every_file_is_read() -> None:
    assert {f"{language}.toml" for language in LANGUAGES} == {file.name for file in FOLDER.iterdir()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_file_holds_only_tables_that_mean_something(language: str) -> None:
    table = table_of(language)
    assert set(table) <= {*Concept, *LISTS}
    assert set(table.get("at_pace", {})) <= {"before", "after"}
    assert set(table.get("units", {})) <= set(Unit)
    assert set(table.get("fields", {})) <= set(FieldKey)
    build_lexicon({language: table})


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_stand_once_and_wildcards_at_one_end(language: str) -> None:
    for name, lists in table_of(language).items():
        if name in LISTS:
            continue
        assert set(lists) <= STRENGTHS
        phrases = [
            phrase.strip() for listed in lists.values() if isinstance(listed, str) for phrase in listed.split(",")
        ]
        assert sorted(phrases) == sorted(set(phrases))
        assert [phrase for phrase in phrases if not phrase or "*" in phrase[1:-1]] == []


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"any"}))
def test_language_names_every_kind(language: str) -> None:
    assert set(table_of(language)) >= KIND_WORDS


def test_language_that_comes_first_wins() -> None:
    lexicon = build_lexicon({"en": {"filler": {"hint": "start"}}, "pl": {"race": {"strong": "start"}}})
    found = lexicon.word("start")
    assert found is not None
    assert found.concept is Concept.FILLER


@pytest.mark.parametrize(
    ("word", "known"), [("tempodauerlauf", True), ("dauerlauf", False), ("intervallblock", True), ("interval", False)]
)
def test_wildcard_stands_for_the_rest_of_a_compound(word: str, *, known: bool) -> None:
    lexicon = build_lexicon({"de": {"run": {"strong": "*dauerlauf"}, "hard": {"hint": "intervall*"}}})
    assert (lexicon.word(word) is not None) is known


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"hard": {"weak": "x"}}, "neither strong nor hint"),
        ({"hard": {"hint": ["x"]}}, "neither strong nor hint"),
        ({"run": {"strong": "jog,,run walk"}}, "empty phrase"),
        ({"sprints": {"hint": "x"}}, "sprints"),
    ],
)
def test_wrong_table_is_refused(table: Table, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        build_lexicon({"en": table})


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("LÄNGERER Lauf", "langerer lauf"),
        ("3×1’", "3x1'"),
        ("easy_run", "easy run"),
        ("VO₂max", "vo2max"),
        ("🏃‍♂️", "🏃"),
        ("5–6 km", "5-6 km"),
        ("ペース", "ペース"),
        ("Straße", "strasse"),
    ],
)
def test_folding_makes_like_words_equal(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_unspaced_scripts_are_cut_into_signs() -> None:
    assert tokens(fold("轻松跑 8km")) == ["轻", "松", "跑", "8km"]


def test_bare_number_counts_only_where_a_phrase_holds_it() -> None:
    reader = Reader(lexicon())
    assert reader.read("Zone 7").concepts == reader.read("Zone 8").concepts == frozenset()
    assert reader.read("Zone 2").concepts == {Concept.EASY}
