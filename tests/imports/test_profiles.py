"""Profiles: a kind of register is known again and read the same way; files without a key, and rows
that fill two sheets."""

import json
from dataclasses import replace
from datetime import date

import pytest
from books import CASE_HEAD, CASES, TODAY, bring_in, counts, csv_file, planned
from builders import change, person, write

import models as m
from imports import profiles
from imports.grid import Heading
from imports.outcome import Part
from imports.profiles import Profile, Recipe, as_file, from_file
from journal import audit, undo
from journal.who import OPERATOR
from rules.errors import BadQuestion, BadValue, NotFound, Refused

pytestmark = pytest.mark.usefixtures("office")

HEADINGS = ("fileno", "person", "day", "how", "cost")
REGISTER = Profile(
    "Street register",
    "claim",
    HEADINGS,
    Recipe(
        columns={"claim_no": "File no", "claimant": "Person", "loss_date": "Day", "status": "How"},
        words={"status": {"Deny": "rejected", "Denied-NSH": "rejected", "*": "investigation"}},
        fixed={"line": "L"},
    ),
)
HEAD = ["File no", "Person", "Day", "How", "Cost"]


def keep(profile: Profile) -> None:
    profiles.save(OPERATOR, profile, on=TODAY)


def register(path, *rows):
    return csv_file(path, HEAD, *rows)


class TestKnownAgain:
    def test_a_file_of_the_shape_is_read_by_its_profile(self, tmp_path):
        keep(REGISTER)
        path = register(tmp_path / "a.csv", ["7", "Ann", "2026-01-02", "Deny", "5"])
        result = bring_in(path, m.Claim)
        assert counts(result) == (1, 0, 0, 0)
        assert result["details"]["profile"] == "Street register"
        claim = m.Claim.get()
        assert (claim.claim_no, claim.claimant, claim.status) == ("7", "Ann", "rejected")

    def test_written_words_mean_what_the_profile_says(self, tmp_path):
        keep(REGISTER)
        rows = [["1", "", "", "denied-nsh", ""], ["2", "", "", "Sent on", ""]]
        bring_in(register(tmp_path / "a.csv", *rows), m.Claim)
        assert [c.status for c in m.Claim.select().order_by(m.Claim.id)] == [
            "rejected",
            "investigation",
        ]

    def test_columns_in_another_order_and_one_more_still_fit(self, tmp_path):
        keep(REGISTER)
        path = csv_file(
            tmp_path / "a.csv", [*reversed(HEAD), "Remark"], ["5", "Deny", "", "Ann", "7", "x"]
        )
        assert planned(path, m.Claim).options.profile == "Street register"

    @pytest.mark.parametrize("head", [HEAD[:3], [*HEAD, "A", "B", "C"], ["Claim no.", "Status"]])
    def test_a_file_of_another_shape_does_not(self, head):
        assert REGISTER.fit([Heading(n, text) for n, text in enumerate(head)]) == 0

    def test_the_one_that_fits_best_is_taken(self):
        near = replace(REGISTER, name="Near", headings=(*HEADINGS[:4], "remark"))
        headings = [Heading(n, text) for n, text in enumerate(HEAD)]
        assert profiles.fitting([near, REGISTER], headings) is REGISTER
        assert profiles.fitting([], headings) is None

    def test_what_is_given_by_hand_wins(self, tmp_path):
        keep(REGISTER)
        path = register(tmp_path / "a.csv", ["7", "Ann", "2026-01-02", "Deny", "5"])
        bring_in(path, m.Claim, columns={"amount_claimed": "Cost"}, fixed={"status": "litigation"})
        claim = m.Claim.get()
        assert (claim.amount_claimed, claim.status) == (500, "litigation")

    def test_one_that_is_named_is_used_or_refused_in_words(self, tmp_path):
        keep(REGISTER)
        path = register(tmp_path / "a.csv", ["7", "Ann", "", "Deny", ""])
        assert planned(path, m.Claim, profile="Street register").new == 1
        with pytest.raises(NotFound, match="no import profile “Other”"):
            planned(path, m.Claim, profile="Other")
        with pytest.raises(BadQuestion, match="is one of another sheet"):
            planned(path, m.Payment, profile="Street register")

    def test_one_in_the_trash_is_not_used(self, tmp_path):
        keep(REGISTER)
        seq = profiles.save(OPERATOR, replace(REGISTER, note="x"), on=TODAY).seq
        assert len(profiles.profiles(OPERATOR, m.Claim)) == 1
        undo.undo(OPERATOR, seq, on=TODAY)
        assert profiles.named(OPERATOR, REGISTER.name).note == ""

    def test_one_that_was_spoiled_by_hand_is_passed_over(self, tmp_path):
        keep(REGISTER)
        change(m.ImportProfile, m.ImportProfile.get().id, recipe={"colums": {}})
        assert profiles.profiles(OPERATOR, m.Claim) == []
        with pytest.raises(BadValue, match="has no “colums”"):
            profiles.named(OPERATOR, REGISTER.name)

    def test_who_may_not_write_profiles_saves_none(self):
        with pytest.raises(Refused):
            profiles.save(person("auditor"), REGISTER, on=TODAY)


class TestSmallFile:
    def test_a_profile_goes_out_and_comes_in_as_it_is(self):
        part = Part("claim", {"claim_no": "File no"}, {"line": "L"}, {}, "claim", "claim_no")
        full = replace(
            REGISTER,
            recipe=replace(REGISTER.recipe, before=(part,), keyless=True, valued_on="2026-06-30"),
        )
        assert from_file(as_file(full)) == full

    @pytest.mark.parametrize(
        ("spoil", "said"),
        [
            ({"kind": "other"}, "no import profile"),
            ({"sheet": "user_password"}, "no sheet “user_password”"),
            ({"headings": []}, "lacks its headings"),
            ({"name": " "}, "needs a name"),
            ({"more": 1}, "has no “more”"),
            ({"recipe": {"colums": {}}}, "has no “colums”"),
            ({"recipe": {"columns": {"a": 1}}}, "columns of a recipe are pairs"),
            ({"recipe": {"valued_on": "soon"}}, "valuation day"),
            ({"recipe": {"before": [{"sheet": "claim", "run": "x"}]}}, "not known"),
        ],
    )
    def test_anything_else_is_refused_in_words(self, spoil, said):
        facts = {**json.loads(as_file(REGISTER)), **spoil}
        with pytest.raises(BadValue, match=said):
            from_file(json.dumps(facts))

    @pytest.mark.parametrize("text", ["", "[]", "{", "1"])
    def test_what_is_no_file_of_ours_is_refused(self, text):
        with pytest.raises(BadValue, match="no import profile"):
            from_file(text)


PAYMENTS = Profile(
    "Payments of the treasurer",
    "payment",
    ("to", "sum", "for"),
    Recipe(
        columns={"payee_name": "To", "amount": "Sum", "memo": "For"},
        fixed={"category": "indemnity"},
        keyless=True,
    ),
)


class TestWithoutAKey:
    def test_equal_rows_stay_distinct_and_a_second_run_adds_none(self, tmp_path):
        keep(PAYMENTS)
        rows = [["Ann", "10.00", "x"], ["Ann", "10.00", "x"], ["Bob", "10.00", "x"]]
        path = csv_file(tmp_path / "a.csv", ["To", "Sum", "For"], *rows)
        assert counts(bring_in(path, m.Payment)) == (3, 0, 0, 0)
        assert {p.status for p in m.Payment.select()} == {"unallocated"}
        assert counts(bring_in(path, m.Payment)) == (0, 0, 3, 0)
        more = csv_file(
            tmp_path / "b.csv",
            ["For", "To", "Sum"],
            *[[r[2], r[0], r[1]] for r in rows],
            ["x", "Ann", "10.00"],
        )
        assert counts(bring_in(more, m.Payment)) == (1, 0, 3, 0)
        assert audit.verify().problems == []

    def test_what_the_office_did_with_a_row_stays(self, tmp_path):
        keep(PAYMENTS)
        path = csv_file(tmp_path / "a.csv", ["To", "Sum", "For"], ["Ann", "10.00", "x"])
        bring_in(path, m.Payment)
        change(m.Payment, m.Payment.get().id, memo="Settled in full")
        assert counts(bring_in(path, m.Payment)) == (0, 0, 1, 0)
        assert m.Payment.get().memo == "Settled in full"

    def test_without_a_profile_the_key_is_asked_for(self, tmp_path):
        path = csv_file(tmp_path / "a.csv", ["To", "Sum", "For"], ["Ann", "10.00", "x"])
        with pytest.raises(BadQuestion, match="no column for Payment no."):
            planned(path, m.Payment, columns={"amount": "Sum"})


class TestTwoSheetsFromOneRow:
    def test_the_claim_is_matched_or_made_then_the_payments(self, tmp_path):
        keep(CASES)
        write(claim={"claim_no": "A-1", "claimant": "Ann", "status": "received"})
        rows = [
            ["A-1", "Ann", "100.00", "7.00", "2026-01-05"],
            ["B-2", "Bob", "20.00", "", "2026-01-06"],
            ["B-2", "Bob and Sue", "30.00", "0", "2026-01-07"],
            ["", "Cid", "5.00", "", "2026-01-08"],
        ]
        path = csv_file(tmp_path / "a.csv", CASE_HEAD, *rows)
        result = bring_in(path, m.Payment)
        assert counts(result) == (4, 0, 0, 0)
        assert [(part["sheet"], part["new"]) for part in result["details"]["beside"]] == [
            ("claim", 1),
            ("payment", 1),
        ]
        claims = {c.claim_no: c for c in m.Claim.select()}
        assert (claims["A-1"].paid, claims["A-1"].paid_expense) == (107_00, 7_00)
        assert (claims["A-1"].status, claims["B-2"].claimant) == ("received", "Bob")
        assert claims["B-2"].paid == 50_00
        (alone,) = m.Payment.select().where(m.Payment.claim.is_null())
        assert (alone.payee_name, alone.payment_date) == ("Cid", date(2026, 1, 8))
        again = bring_in(path, m.Payment)
        assert (again["batch"], counts(again)) == (None, (0, 0, 4, 0))
        undo.undo(OPERATOR, result["batch"], on=TODAY)
        assert m.Claim.get(m.Claim.claim_no == "A-1").paid == 0

    def test_a_row_stands_whole_or_not_at_all(self, tmp_path):
        keep(CASES)
        rows = [["A-1", "Ann", "100.00", "seven", "2026-01-05"], ["A-1", "x" * 201, "1", "", ""]]
        path = csv_file(tmp_path / "a.csv", CASE_HEAD, *rows)
        plan = planned(path, m.Payment)
        assert (plan.new, plan.refused) == (0, 2)
        assert [(e.cell, e.column) for e in plan.errors()] == [
            ("D2", "amount"),
            ("B3", "claimant"),
            ("B3", "payee_name"),
        ]
        assert not plan.writes
