"""What a column with a fixed list of values may hold: (code, words) in the order a list
shows them.
"""

ORGANIZATION_KIND = (
    ("carrier", "Carrier"),
    ("broker", "Broker"),
    ("administrator", "Third-party administrator"),
    ("law_firm", "Law firm"),
    ("pool", "Pool"),
    ("vendor", "Vendor"),
    ("agency", "Public agency"),
    ("other", "Other"),
)
PHYSICIAN_KIND = (
    ("physician", "Physician"),
    ("facility", "Facility"),
    ("pharmacy", "Pharmacy"),
)
HOLIDAY_CALENDAR = (
    ("state", "State"),
    ("court", "Court"),
    ("office", "Office"),
)
CUSTOM_COLUMN_KIND = (
    ("text", "Text"),
    ("long", "Long text"),
    ("number", "Number"),
    ("money", "Money"),
    ("day", "Date"),
    ("yesno", "Yes or no"),
    ("choice", "Choice"),
)
AUTHORITY_LIMIT_KIND = (
    ("payment", "Payment"),
    ("reserve", "Reserve"),
    ("settlement", "Settlement"),
    ("write_off", "Write-off"),
    ("compromise", "Compromise of a recovery"),
)
POLICY_LINE = (
    ("liability", "General and auto liability"),
    ("workers_compensation", "Workers' compensation"),
    ("property", "Property"),
    ("employment", "Employment practices"),
    ("cyber", "Cyber"),
    ("crime", "Crime"),
    ("pollution", "Pollution"),
    ("special_event", "Special events"),
    ("other", "Other"),
)
POLICY_RETENTION_KIND = (
    ("deductible", "Deductible"),
    ("sir", "Self-insured retention"),
    ("corridor", "Corridor"),
    ("pool", "Pool retention"),
)
POLICY_STATUS = (
    ("quoted", "Quoted"),
    ("bound", "Bound"),
    ("in_force", "In force"),
    ("expired", "Expired"),
    ("non_renewed", "Not renewed"),
)
PARTY_KIND = (
    ("person", "Person"),
    ("organization", "Organization"),
)
PARTY_ROLE = (
    ("claimant", "Claimant"),
    ("injured", "Injured employee"),
    ("attorney", "Attorney"),
    ("witness", "Witness"),
    ("driver", "Driver"),
    ("owner", "Registered owner"),
    ("responsible", "Responsible party"),
    ("adverse_carrier", "Adverse carrier"),
    ("provider", "Provider"),
    ("vendor", "Vendor"),
    ("department", "Department contact"),
    ("other", "Other"),
)
INCIDENT_STATUS = (
    ("open", "Open"),
    ("closed", "Closed"),
)
CLAIM_CLAIM_KIND = (
    ("death", "Death"),
    ("injury", "Bodily injury"),
    ("personal_property", "Personal property"),
    ("crops", "Crops"),
    ("real_property", "Real property"),
    ("contract", "Contract"),
    ("indemnity", "Equitable indemnity"),
    ("civil_rights", "Civil rights"),
    ("other", "Other"),
)
CLAIM_DELIVERY_METHOD = (
    ("personal", "Hand"),
    ("mail", "Mail"),
    ("electronic", "Electronically"),
    ("other", "Other"),
)
CLAIM_MEDICARE_STATUS = (
    ("not_beneficiary", "Not a beneficiary"),
    ("beneficiary", "Beneficiary"),
    ("reported_accepted", "Reported and accepted"),
    ("exempt_threshold", "Below the threshold"),
    ("refused", "Answer refused"),
)
CLAIM_CLAIM_TYPE = (
    ("first_aid", "First aid"),
    ("medical_only", "Medical only"),
    ("indemnity", "Indemnity"),
    ("future_medical", "Future medical"),
)
RESERVE_REASON_CODE = (
    ("initial", "Initial"),
    ("new_medicals", "New medical facts"),
    ("liability_change", "Liability changed"),
    ("demand", "Demand"),
    ("suit_filed", "Suit filed"),
    ("expert_report", "Expert report"),
    ("discovery", "Discovery"),
    ("mediation", "Mediation"),
    ("settlement", "Settlement"),
    ("closing", "Closing"),
    ("error_correction", "Error corrected"),
    ("opening", "Opening balance"),
)
PAYMENT_STATUS = (
    ("draft", "Draft"),
    ("waiting", "Waiting for approval"),
    ("posted", "Posted"),
    ("void", "Void"),
    ("refused", "Refused"),
    ("unallocated", "Unallocated"),
)
PAYMENT_BENEFIT = (
    ("settlement", "Settlement"),
    ("property_damage", "Property damage"),
    ("bodily_injury", "Bodily injury"),
    ("td", "Temporary disability"),
    ("pd", "Permanent disability"),
    ("salary_4850", "Labor Code 4850 salary"),
    ("treatment", "Treatment"),
    ("mileage", "Mileage"),
    ("medical_legal", "Medical-legal"),
    ("legal", "Legal"),
    ("investigation", "Investigation"),
    ("voucher", "Voucher"),
    ("death", "Death"),
    ("other", "Other"),
)
PAYMENT_EVENT_EVENT = (
    ("sent", "Sent to finance"),
    ("issued", "Check issued"),
    ("cleared", "Cleared"),
    ("stopped", "Stopped"),
    ("returned", "Returned"),
    ("voided", "Voided"),
)
DIARY_STATUS = (
    ("open", "Open"),
    ("done", "Done"),
    ("dropped", "Dropped"),
)
CONTACT_LOG_CHANNEL = (
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("letter", "Letter"),
    ("meeting", "Meeting"),
    ("counter", "Counter"),
    ("search", "Search for them"),
)
CONTACT_LOG_DIRECTION = (
    ("in", "They reached us"),
    ("out", "We reached them"),
)
INQUIRY_CALLER_KIND = (
    ("claimant", "Claimant"),
    ("attorney", "Claimant's attorney"),
    ("employee", "Injured employee"),
    ("supervisor", "Supervisor or department"),
    ("provider", "Provider"),
    ("carrier", "Carrier or administrator"),
    ("public", "Member of the public or press"),
    ("other", "Other"),
)
RECOVERY_LIMITATION_KIND = (
    ("property", "Property damage"),
    ("statutory", "Liability created by statute"),
    ("emergency_response", "Emergency response"),
    ("written_contract", "Written contract"),
    ("oral_contract", "Oral contract"),
    ("injured_employee", "Injured employee"),
)
SUIT_DECISION = (
    ("attorney", "Sue: with the attorney"),
    ("tolled", "Wait: a tolling agreement is signed"),
    ("let_pass", "Let the time pass"),
)
RECOVERY_COST_ELEMENT = (
    ("labor", "Labor"),
    ("equipment", "Equipment"),
    ("material", "Material"),
    ("contractor", "Contractor"),
    ("other", "Other"),
    ("overhead", "Overhead"),
    ("salvage", "Salvage"),
    ("interest", "Interest"),
)
RECOVERY_RECEIPT_METHOD = (
    ("check", "Check"),
    ("card", "Card"),
    ("cash", "Cash"),
    ("transfer", "Transfer"),
    ("other", "Other"),
)
RATE_CARD_KIND = (
    ("labor", "Labor"),
    ("equipment", "Equipment"),
    ("material", "Stores item"),
    ("overhead", "Overhead"),
)
RATE_CARD_UNIT = (
    ("hour", "Hour"),
    ("mile", "Mile"),
    ("each", "Each"),
    ("percent", "Percent of direct cost"),
)
WORK_STATUS_STATUS = (
    ("off_work", "Off work"),
    ("modified", "Modified work"),
    ("full_duty", "Full duty"),
)
WORK_STATUS_AUTHOR = (
    ("treating", "Treating physician"),
    ("secondary", "Secondary physician"),
    ("urgent_care", "Urgent care"),
    ("evaluator", "Medical-legal evaluator"),
    ("other", "Other"),
)
LIGHT_DUTY_OFFER_STATUS = (
    ("offered", "Offered"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
    ("expired", "No answer in time"),
    ("ended", "Ended"),
    ("withdrawn", "Withdrawn"),
)
LIGHT_DUTY_OFFER_WAGE = (
    ("same", "Same wages"),
    ("fewer_hours", "Fewer hours"),
    ("lower_rate", "Lower rate"),
)
LIGHT_DUTY_OFFER_END = (
    ("full_duty", "Back at full duty"),
    ("off_work", "Off work again"),
    ("limit_reached", "Limit of days reached"),
    ("restrictions_changed", "Restrictions changed"),
    ("permanent", "Made permanent"),
    ("no_work", "The work ran out"),
    ("other", "Other"),
)
LIGHT_DUTY_CHECK_ANSWER = (
    ("can", "Can take the employee"),
    ("partly", "Can in part"),
    ("cannot", "Cannot"),
)
LETTER_STATUS = (
    ("draft", "Draft"),
    ("waiting", "Waiting for approval"),
    ("sent", "Sent"),
    ("void", "Void"),
)
LETTER_DELIVERY = (
    ("mail", "Mail"),
    ("certified", "Certified mail"),
    ("hand", "By hand"),
    ("email", "E-mail"),
    ("portal", "Portal"),
    ("fax", "Fax"),
    ("internal", "Inside the City"),
)
LETTER_LANGUAGE = (
    ("en", "English"),
    ("es", "Spanish"),
)
APPROVAL_STATUS = (
    ("waiting", "Waiting"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("returned", "Returned"),
    ("withdrawn", "Withdrawn"),
    ("undone", "Undone"),
)
BATCH_SOURCE = (
    ("form", "Form"),
    ("cell", "Cell"),
    ("import", "Import"),
    ("verb", "Quick action"),
    ("undo", "Undo"),
    ("command", "Command line"),
    ("seed", "Seed"),
    ("job", "Job"),
    ("sign_in", "Sign-in"),
)
CHANGE_OPERATION = (
    ("create", "Created"),
    ("change", "Changed"),
    ("trash", "Put in the trash"),
    ("restore", "Restored"),
)
IMPORT_RUN_STATUS = (
    ("planned", "Planned"),
    ("committed", "Brought in"),
    ("undone", "Undone"),
    ("failed", "Failed"),
    ("discarded", "Discarded"),
)
IMPORT_ROW_OUTCOME = (
    ("refused", "Refused"),
    ("mended", "Mended"),
)
JOB_STATUS = (
    ("queued", "Queued"),
    ("running", "Running"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
)
REPORT_SCHEDULE_FILES = (
    ("xlsx", "Workbook (.xlsx)"),
    ("csv", "Text file (.csv)"),
    ("both", "Both"),
)
SAVED_VIEW_KIND = (
    ("personal", "Personal"),
    ("shared", "Shared"),
    ("role", "Default of a role"),
)
REPORT_SCHEDULE_STATUS = (
    ("active", "Active"),
    ("paused", "Paused"),
)
ACCESS_EVENT_EVENT = (
    ("read", "Read"),
    ("export", "Export"),
    ("search", "Search"),
    ("download", "Download"),
    ("print", "Print"),
    ("refused", "Refused"),
    ("sign_in", "Sign-in"),
    ("sign_in_failed", "Sign-in failed"),
    ("password", "Password set"),
    ("second_factor", "Second factor"),
    ("view_as", "View as"),
)

YES_VERIFIED = (
    ("yes", "Yes"),
    ("secondary", "Secondary source"),
    ("no", "No"),
    ("policy", "Office policy"),
)
LINES = (("L", "Liability"), ("W", "Workers' compensation"))
CATEGORIES = (("indemnity", "Indemnity"), ("medical", "Medical"), ("expense", "Expense"))
CATEGORIES_SPOKEN = {
    "ind": "indemnity",
    "loss": "indemnity",
    "bi": "indemnity",
    "settlement": "indemnity",
    "td": "indemnity",
    "ttd": "indemnity",
    "pd": "indemnity",
    "med": "medical",
    "exp": "expense",
    "expenses": "expense",
    "alae": "expense",
    "leg": "expense",
    "legal": "expense",
    "defense": "expense",
}
"""Other words that registers use for a category of money."""
LEDGER_SOURCES = (("entry", "Entry"), ("opening", "Opening balance"), ("reversal", "Reversal"))
