from bot.lookup.words import common_words, is_common


def test_a_short_list_of_small_words() -> None:
    assert 1000 < len(common_words()) <= 3000
    assert all(word == word.lower() for word in common_words())


def test_everyday_words_and_their_plurals() -> None:
    assert all(map(is_common, ["all", "car", "pet", "pets", "bite", "met", "ice", "port"]))
    assert not any(map(is_common, ["pembrolizumab", "crs", "", "colitis"]))
