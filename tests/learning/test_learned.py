"""Reading with a learnt model, and keeping it, needs no library of learning."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.category import categorise
from hotline.domain.learned import Learned, grams, guess, settle
from hotline.learning import kept
from hotline.learning.rows import BadRows, read_rows
from tests.domain.sample import CATEGORIES

IDS = {category.id: category for category in CATEGORIES}
MODEL = Learned(
    version="category-20261125-0badcafe", labels=("c01-cover", "c01-lamp"), bias=(0.0, 0.0), sure=0.3, clear=0.75,
    weights={"铁盖": (2.0, ((0, 1.0), (1, -1.0))), "黑": (1.5, ((1, 1.2),)), "路": (0.1, ((0, 0.1), (1, 0.1)))},
)


def test_what_the_words_do_not_say_the_model_does_and_says_why() -> None:
    text = "马路中间那个铁盖子翘起来了"
    assert categorise(text, CATEGORIES).best is None
    read = settle(categorise(text, CATEGORIES), text, MODEL, IDS)
    assert (read.best.id if read.best else None, read.read_by, read.why) == ("c01-cover", MODEL.version, ("铁盖", "路"))


@pytest.mark.parametrize(
    ("text", "expected", "by_model"),
    [
        ("路灯坏了，铁盖也响", "c01-lamp", False),  # the words are clear
        ("路灯旁的铁盖子", "c01-cover", True),      # beside a lamp: the words are not
        ("今天好冷", None, False),                  # nothing it knows
        ("路", None, False),                        # what it knows says too little
    ],
)
def test_clear_words_go_before_it_and_where_it_is_not_sure_nothing_is_guessed(
    text: str, expected: str | None, by_model: bool
) -> None:
    read = settle(categorise(text, CATEGORIES), text, MODEL, IDS)
    assert (read.best.id if read.best else None, read.read_by) == (expected, MODEL.version if by_model else None)


def test_without_a_model_and_with_a_label_nobody_knows_the_words_decide() -> None:
    text = "那个铁盖子翘起来了"
    words = categorise(text, CATEGORIES)
    assert settle(words, text, None, IDS) is words
    assert settle(words, text, MODEL, {}) is words


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    assert len(set(grams(text))) == len(grams(text))
    found = guess(MODEL, text)
    assert found is None or found.margin >= 0


def test_a_model_is_kept_read_again_and_dropped(tmp_path: Path) -> None:
    kept.save(MODEL, {"accuracy": 0.9}, tmp_path, use=False)
    assert kept.load(tmp_path) is None
    path = kept.save(MODEL, {"accuracy": 0.9}, tmp_path, use=True)
    again = kept.load(tmp_path)
    assert again is not None
    assert (again.version, again.weights["铁盖"], again.sure) == (MODEL.version, (2.0, ((0, 1.0), (1, -1.0))), 0.3)
    path.write_bytes(b"not a model")
    with pytest.raises(ValueError, match="learn it anew"):
        kept.load(tmp_path)
    assert kept.drop(tmp_path)
    assert kept.load(tmp_path) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rows_are_read_in_every_encoding_a_city_has(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "tickets.csv"
    file.write_text("id,诉求内容,类别\n1,井盖坏了,c01-cover\n2,,c01-lamp\n3,\"路灯,不亮\",c01-lamp\n", encoding=encoding)
    rows = read_rows(file)
    assert (rows.texts, rows.labels, rows.skipped) == (["井盖坏了", "路灯,不亮"], ["c01-cover", "c01-lamp"], 1)


@pytest.mark.parametrize(
    ("written", "says"),
    [("id,text\n1,x\n", "no column holds the labels"), ("a,b\n", "no column holds the words"),
     ("text,label\nx,y\n", "at least two")],
)
def test_what_is_no_table_of_tickets_says_so(tmp_path: Path, written: str, says: str) -> None:
    file = tmp_path / "tickets.csv"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(BadRows, match=says):
        read_rows(file)
