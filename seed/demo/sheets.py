"""Which columns of each sheet the demonstration fills, in the order in which its rows are made."""

from typing import Any

import models as m


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CLAIM = _names("""
    claim_no line status claimant party employee incident department adjuster loss_date
    presented_date received_date location cause_code description amount_claimed policy
    tpa tpa_claim_no litigated closed_date reopened_date privileged_notes claim_kind
    accrual_date delivery_method insufficiency_mailed_date late_notice_mailed_date
    late_application_date extension_to_date rejection_mailed_date release_date medicare_status
    court_case_no suit_date defence_counsel injury_date claim_type denied_ever knowledge_date
    claim_form_given_date claim_form_filed_date decision_date body_part nature_of_injury
    diagnosis physician average_weekly_earnings last_worked_date return_to_work_date
    permanent_stationary_date pd_percent is_presumptive salary_continuation
    osha_recordable deadlines_from_date
""")
COLUMNS: dict[Any, tuple[str, ...]] = {
    m.User: _names("email name department title phone active"),
    m.UserRole: _names("user role"),
    m.Organization: _names("""
        code name kind contact_name phone email address tax_form_date am_best
    """),
    m.Employee: _names("""
        employee_no name department job_title safety_member hire_date birth_date phone email
        address weekly_hours
    """),
    m.Physician: _names("""
        physician_no name kind npi credential specialty in_network phone fax address
        tax_form_date
    """),
    m.Policy: _names("""
        policy_no line carrier broker form effective_date expiry_date retention_kind
        retention limit_per_occurrence aggregate premium taxes_fees status claims_contact
    """),
    m.Incident: _names("""
        incident_no loss_date loss_time reported_date department location cause_code
        description reported_by city_property_damaged asset work_order_no police_report_no
        responsible_party carrier injuries vehicle_no plate status
    """),
    m.Party: _names("""
        party_no name kind role claim organization employee phone email address birth_date
        plate insurer insurer_policy_no represented_by tax_form_date
    """),
    m.Claim: CLAIM,
    m.InvestigationStep: _names("claim asked_of what asked_date due_date received_date result"),
    m.Reserve: _names("claim category amount reserve_date reason_code reason"),
    m.Payment: _names("""
        payment_no claim status payee payee_name category benefit amount service_from
        service_to invoice_no payment_date posted_at fund memo source reverses
    """),
    m.PaymentEvent: _names("payment event event_date check_no amount note"),
    m.FileNote: _names("claim note_date subject text sensitivity author"),
    m.Document: _names("""
        claim title file_name media_type size_bytes sha256 store_name document_date
        sensitivity added_by
    """),
    m.Diary: _names("""
        claim recovery policy diary_date subject detail owner status done_date rule_code
        steps action sensitivity
    """),
    m.ContactLog: _names("claim party contact_name contact_date channel direction summary"),
    m.Inquiry: _names("""
        claim caller caller_kind phone identity_checked inquiry_date question told withheld
    """),
    m.Recovery: _names("""
        recovery_no status claim incident department damage_date damage_place
        asset_description limitation_kind responsible_party carrier carrier_claim_no
        insured_policy_no police_report_no work_order_no plate invoice_no invoice_date
        handler closed_date evaluation due_date billed bill_steps adjusted tendered_date
        plan_amount plan_days plan_first_date plan_balance carrier_adjuster
        carrier_ack_date carrier_decision_date suit_decision court court_case_no court_date
        judgment_date         restitution_order_no restitution agency agency_date
    """),
    m.RecoveryCost: _names("""
        recovery element description work_date hours rate multiplier burden_percent
        tax_percent amount source
    """),
    m.RecoveryReceipt: _names("recovery receipt_date amount category payer method check_no fund"),
}
"""Sheet -> the columns of its rows; numbers that are left out are drawn when rows are written."""
