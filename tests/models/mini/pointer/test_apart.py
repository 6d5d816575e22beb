"""No two arguments take the same words, unless nothing else is likely."""

from reckoner.models.mini.pointer.network import apart


def test_the_surest_takes_its_words_first() -> None:
    source = [((0, 5, 6), 0.9), (None, 0.05)]
    target = [((0, 5, 6), 0.6), ((0, 8, 9), 0.3), (None, 0.1)]
    assert [span for span, _ in apart([target, source])] == [(0, 8, 9), (0, 5, 6)]


def test_words_may_mean_two_things_if_that_is_sure() -> None:
    first, second = [((0, 5, 6), 0.99), (None, 0.001)], [((0, 5, 6), 0.98), (None, 0.001)]
    assert [span for span, _ in apart([first, second])] == [(0, 5, 6), (0, 5, 6)]


def test_none_is_no_words() -> None:
    assert [span for span, _ in apart([[(None, 0.9)], [(None, 0.8)]])] == [None, None]


def test_two_that_would_take_the_same_long_words_share_them_out() -> None:
    city = [((0, 0, 13), 0.5), ((0, 0, 6), 0.3), ((0, 8, 13), 0.1), (None, 0.01)]
    state = [((0, 0, 13), 0.5), ((0, 0, 6), 0.1), ((0, 8, 13), 0.3), (None, 0.01)]
    assert [span for span, _ in apart([city, state])] == [(0, 0, 6), (0, 8, 13)]
