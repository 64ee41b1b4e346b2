"""The foot of a grid: what the columns of the whole list come to, and what the chosen cells come to."""

from decimal import Decimal

import pytest

pytestmark = pytest.mark.browser


def foot(at_grid, column: str):
    """The foot of a column."""
    return at_grid.page.locator(f"revogr-data[type=rowPinEnd] [data-foot-menu='{column}']")


def comes_to(at_grid, column: str, words: str) -> None:
    """The foot of a column comes to show words."""
    at_grid.page.wait_for_selector(f"[data-foot-menu='{column}']:has-text('{words}')")


def paid_in_all(at_grid, filters: str = "") -> Decimal:
    return sum(
        (
            Decimal(row["paid"] or 0)
            for row in at_grid.rows(f"claim/rows?limit=1000&columns=paid{filters}")
        ),
        Decimal(0),
    )


def test_the_foot_adds_up_money_over_the_whole_list(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,paid")
    comes_to(at_grid, "paid", f"{paid_in_all(at_grid):,.2f}")
    comes_to(at_grid, "claim_no", "160 rows")


def test_the_foot_follows_a_filter(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,paid&filter=claim_no~W-")
    comes_to(at_grid, "paid", f"{paid_in_all(at_grid, '&filter=claim_no~W-'):,.2f}")


def test_another_figure_is_chosen_for_a_column_and_kept(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,loss_date,paid")
    foot(at_grid, "loss_date").click()
    at_grid.page.get_by_role("menuitemradio", name="Earliest").click()
    first = min(r["loss_date"] for r in at_grid.rows("claim/rows?limit=1000&columns=loss_date"))
    comes_to(at_grid, "loss_date", first)
    at_grid.grid("claim/?columns=claim_no,loss_date,paid")
    comes_to(at_grid, "loss_date", first)


def test_the_figure_of_a_column_is_chosen_by_keyboard(at_grid):
    at_grid.be("examiner")
    at_grid.grid("claim/?columns=claim_no,paid")
    at_grid.focus(0, "paid")
    at_grid.keys("Alt+ArrowDown", "a", "Enter", "l", "Enter")
    most = max(Decimal(r["paid"] or 0) for r in at_grid.rows("claim/rows?limit=1000&columns=paid"))
    comes_to(at_grid, "paid", f"largest {most:,.2f}")


def test_the_menu_of_the_foot_is_walked_by_keyboard_once_it_is_open(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,paid")
    foot(at_grid, "paid").click()
    at_grid.keys("ArrowDown", "Escape")
    at_grid.page.wait_for_selector(".grid-menu", state="detached")


def test_what_is_typed_changes_the_foot(at_grid):
    at_grid.be("technician")
    before = [
        Decimal(r["amount_claimed"] or 0)
        for r in at_grid.rows("claim/rows?sort=claim_no&limit=1000&columns=amount_claimed")
    ]
    at_grid.grid("claim/?columns=claim_no,amount_claimed&sort=claim_no")
    comes_to(at_grid, "amount_claimed", f"{sum(before):,.2f}")
    at_grid.focus(1, "amount_claimed")
    at_grid.type("1234.56")
    at_grid.keys("Enter")
    comes_to(at_grid, "amount_claimed", f"{sum(before) - before[1] + Decimal('1234.56'):,.2f}")


def test_chosen_cells_are_added_up_exactly(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,paid&sort=-paid")
    paid = [Decimal(r["paid"]) for r in at_grid.rows("claim/rows?sort=-paid&limit=3&columns=paid")]
    at_grid.focus(0, "paid")
    at_grid.keys("Shift+ArrowDown", "Shift+ArrowDown")
    average = (sum(paid) / 3).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    at_grid.page.wait_for_selector(
        f"[data-grid-cells]:has-text('3 cells · sum {sum(paid):,.2f} · average {average:,.2f}')"
    )


def test_rows_that_are_not_there_yet_are_fetched_to_add_them_up(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,paid&sort=claim_no")
    at_grid.focus(0, "paid")
    at_grid.keys("Control+Shift+End")
    at_grid.page.wait_for_selector(
        f"[data-grid-cells]:has-text('160 cells · sum {paid_in_all(at_grid):,.2f}')"
    )


def test_running_totals_are_bounded_and_not_added_up(at_grid):
    at_grid.be("technician")
    at_grid.grid("reserve/?columns=reserve_no,category,amount,change&group=category")
    rows = at_grid.rows("reserve/rows?limit=1000&columns=category,amount,change")
    moved = sum(Decimal(row["change"] or 0) for row in rows)
    comes_to(at_grid, "change", f"{moved:,.2f}")
    assert not any(digit in foot(at_grid, "amount").inner_text() for digit in "0123456789")
    at = [at_grid.cell(0, name).inner_text().strip() for name in ("amount", "change")]
    assert at[0] == ""
    assert at[1] != "", "the subtotal of what moved"
    foot(at_grid, "amount").click()
    offered = at_grid.page.locator(".grid-menu [role=menuitemradio]").all_inner_texts()
    assert [words.strip() for words in offered if "um" in words or "verage" in words] == []
    at_grid.page.get_by_role("menuitemradio", name="Largest").click()
    most = max(Decimal(row["amount"]) for row in rows)
    comes_to(at_grid, "amount", f"largest {most:,.2f}")
    at_grid.choose(1, "amount", 2, "amount")
    at_grid.page.wait_for_selector("[data-grid-cells]:has-text('2 cells · 2 filled')")
    at_grid.page.evaluate("localStorage.clear()")


def test_widths_hold_what_stands_in_cells_and_foot(at_grid):
    at_grid.be("technician")
    for place, column in (
        ("payment/", "amount"),
        ("claim/?columns=claim_no,claimant,paid", "paid"),
    ):
        at_grid.grid(place)
        foot(at_grid, column).click()
        at_grid.page.get_by_role("menuitemradio", name="Average").click()
        comes_to(at_grid, column, "average ")
        at_grid.page.wait_for_timeout(300)
        cut = at_grid.page.evaluate(
            """() => [...document.querySelectorAll("revogr-data .foot-in, revogr-data[type=rgRow] .rgCell")]
                .filter((e) => e.scrollWidth > e.clientWidth + 1 && /\\d/.test(e.innerText) && !/[a-z]{4}.*[a-z]{4}/i.test(e.innerText))
                .map((e) => e.innerText)"""
        )
        assert cut == []
        at_grid.page.evaluate("localStorage.clear()")


def test_chosen_rows_tell_sum_and_average_of_their_money(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,paid&sort=-paid")
    at_grid.focus(0, "paid")
    at_grid.keys("Shift+Space", "ArrowDown", "Shift+Space")
    rows = at_grid.rows("claim/rows?limit=2&columns=paid&sort=-paid")
    paid = [Decimal(row["paid"]) for row in rows]
    words = f"Paid {sum(paid):,.2f}, average {sum(paid) / 2:,.2f}"
    at_grid.page.wait_for_selector(f"[data-grid-cells]:has-text('{words}')")
