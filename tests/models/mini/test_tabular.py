"""Questions about the whole of a table, of which a search shows some rows."""

import pytest

from reckoner.core import Passage, language_of
from reckoner.models.mini.steps import Step
from reckoner.models.mini.tabular import Tabular, tabular, told
from reckoner.retrieval import rendered


def rows(header: str, *lines: str) -> tuple[str, ...]:
    """The rows of a table as a search shows them."""
    names = header.split(",")
    return tuple(
        "; ".join(f"{name}: {cell}" for name, cell in zip(names, line.split(","), strict=True)) for line in lines
    )


TEAS = rows(
    "code,tea,kind,origin,price_gbp_per_100g,stock_kg,steep_minutes,best_before",
    "T01,Assam,black,India,4.20,6.5,4,2026-11-30",
    "T07,Gyokuro,green,Japan,16.90,0.6,2,2026-03-31",
    "T24,Apple Cinnamon,fruit,France,3.80,3.9,10,2026-12-31",
)
JOBS = rows(
    "job_no,bicycle,mechanic,labour_hours,labour_gbp,parts_gbp,status",
    "2201,Dawes Galaxy,Idris,2.5,90.00,48.50,collected",
    "2217,Frog 62,Bettina,0.5,18.00,12.00,in workshop",
)
FISH = rows(
    "mã,tên cá,nhóm,giá (đồng),số con còn",
    "C1,Cá bảy màu,cá nhỏ,15000,40",
    "C2,Cá dĩa,cá cảnh lớn,250000,6",
)
NAMES = {TEAS: "tea-counter.csv", JOBS: "bike_jobs.csv", FISH: "ca-canh.csv"}


def found(texts: tuple[str, ...]) -> str:
    name = NAMES.get(texts, "tea-counter.csv")
    return rendered(
        [
            Passage(id=f"{at:04d}", text=text, source="s", name=name, page=1, start=0, end=len(text), score=0.8)
            for at, text in enumerate(texts)
        ]
    )


def asked(question: str, texts: tuple[str, ...]) -> Tabular | None:
    return tabular(question, [found(texts)], language_of(question))


@pytest.mark.parametrize(
    ("question", "texts", "want", "column", "where", "order"),
    [
        ("What is the dearest tea on our list?", TEAS, "most", "price_gbp_per_100g", (), "highest"),
        ("cheapest tea we sell?", TEAS, "most", "price_gbp_per_100g", (), "lowest"),
        ("which green tea is the cheapest", TEAS, "most", "price_gbp_per_100g", ("kind = green",), "lowest"),
        ("which tea steeps the longest", TEAS, "most", "steep_minutes", (), "highest"),
        ("which tea has the highest stock", TEAS, "most", "stock_kg", (), "highest"),
        ("Which tea goes off first?", TEAS, "most", "best_before", (), "lowest"),
        ("How many kilos of fruit tea are in stock altogether?", TEAS, "sum", "stock_kg", ("kind = fruit",), ""),
        ("How much fruit tea is in stock, in kilograms, in total?", TEAS, "sum", "stock_kg", ("kind = fruit",), ""),
        ("what's the average price of our French teas", TEAS, "mean", "price_gbp_per_100g", ("origin = France",), ""),
        ("How many teas come from Japan?", TEAS, "count", "", ("origin = Japan",), ""),
        ("total labour charge for all of Idris's jobs?", JOBS, "sum", "labour_gbp", ("mechanic = Idris",), ""),
        ("parts cost of bikes in workshop, total", JOBS, "sum", "parts_gbp", ("status = in workshop",), ""),
        ("Con cá nào đắt nhất?", FISH, "most", "giá (đồng)", (), "highest"),
        ("ca nao re nhat vay", FISH, "most", "giá (đồng)", (), "lowest"),
    ],
)  # fmt: skip
def test_what_is_asked_of_all_rows(
    question: str, texts: tuple[str, ...], want: str, column: str, where: tuple[str, ...], order: str
) -> None:
    found = asked(question, texts)
    assert found is not None
    assert (found.want, found.column, found.where, found.order) == (want, column, where, order)


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        # A word that no cell says, another place than the first, a bound, a comparison, no table.
        ("What is the dearest coffee on our list?", TEAS),
        ("What is the second dearest tea?", TEAS),
        ("How many teas cost less than 5 pounds?", TEAS),
        ("Is Assam the cheapest tea, or is there one that tastes better?", TEAS),
        ("How much is Gyokuro?", TEAS),
        ("What is the dearest tea on our list?", ("The dearest tea is Gyokuro.",)),
        # Two columns would do.
        ("which job had the highest labour", JOBS),
        ("How many teas are there?", TEAS),
    ],
)
def test_what_is_no_question_for_a_table(question: str, texts: tuple[str, ...]) -> None:
    assert asked(question, texts) is None


def test_stock_is_worth_its_price() -> None:
    herbs = rows("Plant,Category,Price (GBP),In stock", "Thyme,Herb,3.25,54", "Rose,Shrub,12.00,8")
    worth = asked("What are all the herbs in stock worth in total?", herbs)
    assert worth is not None
    assert worth.step.arguments == {
        "document": "tea-counter.csv", "column": "In stock", "times": "Price (GBP)", "where": ["Category = Herb"],
    }  # fmt: skip
    # What is in stock by the kilo is not priced by the kilo.
    assert asked("What are all our teas worth in total?", TEAS) is None
    summed = "6 of 30 rows fit. In stock * Price (GBP): sum 812.7, mean 1, lowest 1, highest 1.\n"
    assert told(worth.step, summed, "en")[-1].startswith("**£812.70**\n\nIn stock × Price (GBP), added up over 6 of 30")


def step(want: str, column: str, *where: str) -> Step:
    return Step("query_table", {"document": "tea-counter.csv", "column": column, "where": [*where]}, want, "tea")


def test_the_first_row_is_told_with_its_value() -> None:
    result = f"30 of 30 rows fit. price_gbp_per_100g: sum 1, mean 1, lowest 1, highest 4.2.\n{found(TEAS[:2])}"
    first, quote = told(step("most", "price_gbp_per_100g"), result, "en")
    assert first == "**Assam** (price_gbp_per_100g: 4.20)"
    assert quote.startswith("tea-counter.csv (page 1): “code: T01;")


def test_sums_and_means_are_told_with_their_unit() -> None:
    summed = f"2 of 30 rows fit. stock_kg: sum 7.1, mean 3.55, lowest 0.6, highest 6.5.\n{found(TEAS[:2])}"
    *quotes, last = told(step("sum", "stock_kg", "kind = fruit"), summed, "vi")
    assert len(quotes) == 2
    assert last.startswith("**7,1 kg**")
    assert "(kind = fruit)" in last
    meant = "9 of 30 rows fit. price_gbp_per_100g: sum 42.1, mean 4.67778, lowest 3, highest 6.\n"
    assert told(step("mean", "price_gbp_per_100g"), meant, "en")[-1].startswith("**£4.68**")
    none = told(step("sum", "stock_kg", "kind = rye"), "0 of 30 rows fit.\n", "en")
    assert none == ["No row of tea-counter.csv fits."]
