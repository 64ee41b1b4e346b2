"""Which columns of each sheet the demonstration fills, in the order in which its rows are made."""

import models as m

CLAIM = (
    "claim_no", "line", "status", "claimant", "party", "employee", "incident", "department", "adjuster", "loss_date",
    "presented_date", "received_date", "location", "cause_code", "description", "amount_claimed", "policy", "tpa",
    "tpa_claim_no", "litigated", "closed_date", "reopened_date", "privileged_notes", "claim_kind", "accrual_date",
    "delivery_method", "insufficiency_mailed_date", "late_notice_mailed_date", "late_application_date",
    "rejection_mailed_date", "release_date", "medicare_status", "court_case_no", "injury_date", "claim_type",
    "denied_ever", "knowledge_date", "claim_form_given_date", "claim_form_filed_date", "decision_date", "body_part",
    "nature_of_injury", "diagnosis", "physician", "average_weekly_earnings", "last_worked_date",
    "return_to_work_date", "permanent_stationary_date", "pd_percent", "is_presumptive", "salary_continuation",
    "osha_recordable",
)

COLUMNS: dict[type, tuple[str, ...]] = {
    m.User: ("email", "name", "department", "title", "phone", "active", "fs_uniquifier"),
    m.UserRole: ("user", "role"),
    m.Organization: ("code", "name", "kind", "contact_name", "phone", "email", "address", "tax_form_date", "am_best"),
    m.Employee: (
        "employee_no", "name", "department", "job_title", "safety_member", "hire_date", "birth_date", "phone", "email",
        "address", "weekly_hours"),
    m.Physician: (
        "physician_no", "name", "kind", "npi", "credential", "specialty", "in_network", "phone", "fax", "address",
        "tax_form_date"),
    m.Policy: (
        "policy_no", "line", "carrier", "broker", "form", "effective_date", "expiry_date", "retention_kind",
        "retention", "limit_per_occurrence", "aggregate", "premium", "taxes_fees", "status", "claims_contact"),
    m.Incident: (
        "incident_no", "loss_date", "loss_time", "reported_date", "department", "location", "cause_code",
        "description", "reported_by", "city_property_damaged", "asset", "work_order_no", "police_report_no",
        "responsible_party", "carrier", "injuries", "vehicle_no", "plate", "status"),
    m.Party: (
        "party_no", "name", "kind", "role", "claim", "organization", "employee", "phone", "email", "address", "birth_date",
        "plate", "insurer", "insurer_policy_no", "represented_by", "tax_form_date"),
    m.Claim: CLAIM,
    m.InvestigationStep: ("claim", "asked_of", "what", "asked_date", "due_date", "received_date", "result"),
    m.Reserve: ("claim", "category", "amount", "reserve_date", "reason_code", "reason"),
    m.Payment: (
        "payment_no", "claim", "status", "payee", "payee_name", "category", "benefit", "amount", "service_from",
        "service_to", "invoice_no", "payment_date", "posted_at", "fund", "memo", "source", "reverses"),
    m.PaymentEvent: ("payment", "event", "event_date", "check_no", "amount", "note"),
    m.FileNote: ("claim", "note_date", "subject", "text", "sensitivity", "author"),
    m.Document: (
        "claim", "title", "file_name", "media_type", "size_bytes", "sha256", "store_name", "document_date",
        "sensitivity", "added_by"),
    m.Diary: (
        "claim", "recovery", "policy", "diary_date", "subject", "detail", "owner", "status", "done_date", "rule_code",
        "steps", "sensitivity"),
    m.ContactLog: ("claim", "party", "contact_name", "contact_date", "channel", "direction", "summary"),
    m.Inquiry: (
        "claim", "caller", "caller_kind", "phone", "identity_checked", "inquiry_date", "question", "told", "withheld"),
    m.Recovery: (
        "recovery_no", "status", "claim", "incident", "department", "damage_date", "damage_place",
        "asset_description", "limitation_kind", "responsible_party", "carrier", "carrier_claim_no",
        "insured_policy_no", "police_report_no", "work_order_no", "plate", "invoice_no", "invoice_date", "handler",
        "closed_date", "evaluation"),
    m.RecoveryCost: (
        "recovery", "element", "description", "work_date", "hours", "rate", "multiplier", "burden_percent",
        "tax_percent", "amount", "source"),
    m.RecoveryReceipt: ("recovery", "receipt_date", "amount", "category", "payer", "method", "check_no", "fund"),
}
"""Sheet -> the columns of its rows. Numbers that are left out are drawn when the rows are written."""
