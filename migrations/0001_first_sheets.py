"""The first sheets: every table, its past, its indexes and the search index.

A frozen copy: nothing here follows later changes of the application. Triggers are put back after
every run of the scripts, so none stands here.
"""

from peewee import (
    AutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    DatabaseProxy,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)

proxy = DatabaseProxy()


class Frozen(Model):
    """What every table shares."""

    class Meta:
        database = proxy
        legacy_table_names = False


class Sheet(Frozen):
    """What the journal keeps on each row of a sheet."""

    id = AutoField()
    version = IntegerField()
    batch_id = IntegerField(null=True)
    trashed_at = DateTimeField(null=True)


class Department(Sheet):
    code = CharField(max_length=60)
    name = CharField(max_length=200)
    division_of = ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="+")
    head = CharField(max_length=200, null=True)
    contact_name = CharField(max_length=200, null=True)
    phone = CharField(max_length=200, null=True)
    email = CharField(max_length=200, null=True)
    fund = CharField(max_length=200, null=True)
    active = BooleanField()


class User(Sheet):
    email = CharField(max_length=200)
    name = CharField(max_length=200)
    department = ForeignKeyField(Department, null=True, on_delete="RESTRICT", backref="+")
    title = CharField(max_length=200, null=True)
    phone = CharField(max_length=200, null=True)
    active = BooleanField()
    password = CharField(max_length=255, null=True)
    fs_uniquifier = CharField(unique=True, max_length=64)
    last_login_at = DateTimeField(null=True)
    current_login_at = DateTimeField(null=True)
    last_login_ip = CharField(max_length=200, null=True)
    current_login_ip = CharField(max_length=200, null=True)
    login_count = IntegerField(null=True)
    tf_primary_method = CharField(max_length=200, null=True)
    tf_totp_secret = CharField(max_length=500, null=True)
    mf_recovery_codes = TextField(null=True)
    totp_counter = TextField(null=True)
    invite_hash = CharField(index=True, max_length=200, null=True)
    invite_expires_at = DateTimeField(null=True)


class AccessEvent(Frozen):
    id = AutoField()
    at = DateTimeField(index=True)
    actor = CharField(max_length=200)
    user = ForeignKeyField(User, null=True, on_delete="RESTRICT", backref="+")
    event = CharField(max_length=40)
    sheet = CharField(max_length=60, null=True)
    row_ids = TextField(null=True)
    row_count = IntegerField(null=True)
    filter = CharField(max_length=500, null=True, column_name="row_filter")
    sensitivities = CharField(max_length=200, null=True)
    purpose = CharField(max_length=300, null=True)


class Organization(Sheet):
    code = CharField(max_length=60)
    name = CharField(max_length=200)
    kind = CharField(max_length=40)
    contact_name = CharField(max_length=200, null=True)
    phone = CharField(max_length=200, null=True)
    email = CharField(max_length=200, null=True)
    address = TextField(null=True)
    tax_form_date = DateField(null=True)
    am_best = CharField(max_length=20, null=True)
    active = BooleanField()
    notes = TextField(null=True)


class Employee(Sheet):
    employee_no = CharField(max_length=60)
    name = CharField(max_length=200)
    department = ForeignKeyField(Department, null=True, on_delete="RESTRICT", backref="+")
    job_title = CharField(max_length=200, null=True)
    safety_member = BooleanField()
    hire_date = DateField(null=True)
    birth_date = DateField(null=True)
    phone = CharField(max_length=200, null=True)
    email = CharField(max_length=200, null=True)
    address = TextField(null=True)
    weekly_hours = BigIntegerField(null=True)
    supervisor = ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="+")
    active = BooleanField()


class Party(Sheet):
    party_no = CharField(max_length=60)
    name = CharField(max_length=200)
    kind = CharField(max_length=40)
    role = CharField(max_length=40)
    claim = IntegerField(index=True, null=True, column_name="claim_id")
    organization = ForeignKeyField(Organization, null=True, on_delete="RESTRICT", backref="+")
    employee = ForeignKeyField(Employee, null=True, on_delete="RESTRICT", backref="+")
    phone = CharField(max_length=200, null=True)
    email = CharField(max_length=200, null=True)
    address = TextField(null=True)
    notice_address = TextField(null=True)
    birth_date = DateField(null=True)
    plate = CharField(max_length=60, null=True)
    driver_licence = CharField(max_length=60, null=True)
    insurer = ForeignKeyField(Organization, null=True, on_delete="RESTRICT", backref="+")
    insurer_policy_no = CharField(max_length=60, null=True)
    represented_by = CharField(max_length=200, null=True)
    tax_form_date = DateField(null=True)
    notes = TextField(null=True)


class CauseCode(Sheet):
    code = CharField(max_length=60)
    title = CharField(max_length=200)
    group = CharField(max_length=200, column_name="cause_group")
    coverage_line = CharField(max_length=200, null=True)
    claim_kind = CharField(max_length=200, null=True)
    typical_departments = CharField(max_length=200, null=True)
    evidence_to_request = TextField(null=True)
    tender_or_defence_prompts = TextField(null=True)
    verified = CharField(max_length=40)
    source = CharField(max_length=200, null=True)


class Incident(Sheet):
    incident_no = CharField(max_length=60)
    loss_date = DateField(null=True)
    loss_date_as_written = CharField(max_length=200, null=True)
    loss_time = CharField(max_length=20, null=True)
    reported_date = DateField(null=True)
    department = ForeignKeyField(Department, null=True, on_delete="RESTRICT", backref="+")
    location = CharField(max_length=300, null=True)
    cause_code = ForeignKeyField(CauseCode, null=True, on_delete="RESTRICT", backref="+")
    description = TextField(null=True)
    reported_by = CharField(max_length=200, null=True)
    city_property_damaged = BooleanField()
    asset = CharField(max_length=200, null=True)
    work_order_no = CharField(max_length=60, null=True)
    police_report_no = CharField(max_length=60, null=True)
    responsible_party = ForeignKeyField(Party, null=True, on_delete="RESTRICT", backref="+")
    carrier = ForeignKeyField(Organization, null=True, on_delete="RESTRICT", backref="+")
    injuries = BooleanField(null=True)
    vehicle_no = CharField(max_length=60, null=True)
    plate = CharField(max_length=60, null=True)
    status = CharField(max_length=40)


class Policy(Sheet):
    policy_no = CharField(max_length=60)
    line = CharField(max_length=40)
    carrier = ForeignKeyField(Organization, null=True, on_delete="RESTRICT", backref="+")
    broker = ForeignKeyField(Organization, null=True, on_delete="RESTRICT", backref="+")
    form = CharField(max_length=200, null=True)
    effective_date = DateField(null=True)
    expiry_date = DateField(null=True)
    retention_kind = CharField(max_length=40, null=True)
    retention = BigIntegerField(null=True)
    limit_per_occurrence = BigIntegerField(null=True)
    aggregate = BigIntegerField(null=True)
    premium = BigIntegerField(null=True)
    taxes_fees = BigIntegerField(null=True)
    status = CharField(max_length=40)
    claims_contact = CharField(max_length=200, null=True)
    notice_address = TextField(null=True)
    notes = TextField(null=True)


class Physician(Sheet):
    physician_no = CharField(max_length=60)
    name = CharField(max_length=200)
    kind = CharField(max_length=40)
    npi = CharField(max_length=10, null=True)
    credential = CharField(max_length=200, null=True)
    specialty = CharField(max_length=200, null=True)
    in_network = BooleanField(null=True)
    phone = CharField(max_length=200, null=True)
    fax = CharField(max_length=200, null=True)
    email = CharField(max_length=200, null=True)
    address = TextField(null=True)
    tax_form_date = DateField(null=True)
    active = BooleanField()


class Claim(Sheet):
    claim_no = CharField(max_length=60)
    line = CharField(max_length=40)
    status = CharField(max_length=40)
    claimant = CharField(max_length=200, null=True)
    party = ForeignKeyField(Party, null=True, on_delete="RESTRICT", backref="+")
    employee = ForeignKeyField(Employee, null=True, on_delete="RESTRICT", backref="+")
    incident = ForeignKeyField(Incident, null=True, on_delete="RESTRICT", backref="+")
    department = ForeignKeyField(Department, null=True, on_delete="RESTRICT", backref="+")
    adjuster = ForeignKeyField(User, null=True, on_delete="RESTRICT", backref="+")
    loss_date = DateField(null=True)
    loss_date_as_written = CharField(max_length=200, null=True)
    presented_date = DateField(null=True)
    received_date = DateField(null=True)
    received_date_as_written = CharField(max_length=200, null=True)
    location = CharField(max_length=500, null=True)
    cause_code = ForeignKeyField(CauseCode, null=True, on_delete="RESTRICT", backref="+")
    description = TextField(null=True)
    amount_claimed = BigIntegerField(null=True)
    policy = ForeignKeyField(Policy, null=True, on_delete="RESTRICT", backref="+")
    tpa = ForeignKeyField(Organization, null=True, on_delete="RESTRICT", backref="+")
    tpa_claim_no = CharField(max_length=60, null=True)
    litigated = BooleanField()
    closed_date = DateField(null=True)
    reopened_date = DateField(null=True)
    privileged_notes = TextField(null=True)
    reserved_indemnity = BigIntegerField()
    reserved_medical = BigIntegerField()
    reserved_expense = BigIntegerField()
    reserved = BigIntegerField()
    paid_indemnity = BigIntegerField()
    paid_medical = BigIntegerField()
    paid_expense = BigIntegerField()
    paid = BigIntegerField()
    outstanding = BigIntegerField()
    incurred = BigIntegerField()
    recovered = BigIntegerField()
    net = BigIntegerField()
    next_deadline = DateField(null=True)
    claim_kind = CharField(max_length=40, null=True)
    accrual_date = DateField(null=True)
    delivery_method = CharField(max_length=40, null=True)
    insufficiency_mailed_date = DateField(null=True)
    late_notice_mailed_date = DateField(null=True)
    late_application_date = DateField(null=True)
    extension_to_date = DateField(null=True)
    rejection_mailed_date = DateField(null=True)
    release_date = DateField(null=True)
    medicare_status = CharField(max_length=40, null=True)
    court_case_no = CharField(max_length=60, null=True)
    injury_date = DateField(null=True)
    injury_date_as_written = CharField(max_length=200, null=True)
    claim_type = CharField(max_length=40, null=True)
    denied_ever = BooleanField()
    knowledge_date = DateField(null=True)
    claim_form_given_date = DateField(null=True)
    claim_form_filed_date = DateField(null=True)
    decision_date = DateField(null=True)
    body_part = CharField(max_length=200, null=True)
    nature_of_injury = CharField(max_length=200, null=True)
    diagnosis = TextField(null=True)
    physician = ForeignKeyField(Physician, null=True, on_delete="RESTRICT", backref="+")
    average_weekly_earnings = BigIntegerField(null=True)
    last_worked_date = DateField(null=True)
    return_to_work_date = DateField(null=True)
    permanent_stationary_date = DateField(null=True)
    pd_percent = BigIntegerField(null=True)
    is_presumptive = BooleanField(null=True)
    salary_continuation = BooleanField(null=True)
    osha_recordable = BooleanField(null=True)


class AuthorityLimit(Sheet):
    holder = CharField(max_length=60)
    kind = CharField(max_length=40)
    line = CharField(max_length=40, null=True)
    amount = BigIntegerField(null=True)
    concurrence = CharField(max_length=200, null=True)
    first_day = DateField()
    last_day = DateField(null=True)
    source = CharField(max_length=500, null=True)
    verified = CharField(max_length=40)


class Batch(Frozen):
    id = AutoField()
    seq = IntegerField(unique=True, null=True)
    user = ForeignKeyField(User, null=True, on_delete="RESTRICT", backref="+")
    actor = CharField(max_length=200)
    source = CharField(max_length=40)
    verb = CharField(max_length=60, null=True)
    reason = CharField(max_length=500, null=True)
    title = CharField(max_length=300, null=True)
    undoes = ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="+")
    idempotency_key = CharField(unique=True, max_length=100, null=True)
    request_digest = CharField(max_length=64, null=True)
    started_at = DateTimeField()
    committed_at = DateTimeField(null=True)
    changes = IntegerField()
    content_digest = CharField(max_length=64, null=True)
    previous_digest = CharField(max_length=64, null=True)
    digest = CharField(max_length=64, null=True)


class Change(Frozen):
    id = AutoField()
    batch = ForeignKeyField(Batch, on_delete="RESTRICT", backref="+")
    sheet = CharField(max_length=60)
    row_id = IntegerField()
    version = IntegerField()
    operation = CharField(max_length=40)
    columns = TextField(null=True, column_name="changed_columns")
    digest = CharField(max_length=64)

    class Meta:
        indexes = ((("sheet", "row_id", "version"), True),)


class ContactLog(Sheet):
    contact_no = CharField(max_length=60)
    claim = ForeignKeyField(Claim, null=True, on_delete="RESTRICT", backref="+")
    recovery = IntegerField(index=True, null=True, column_name="recovery_id")
    party = ForeignKeyField(Party, null=True, on_delete="RESTRICT", backref="+")
    contact_name = CharField(max_length=200, null=True)
    contact_date = DateField()
    channel = CharField(max_length=40)
    direction = CharField(max_length=40)
    summary = TextField()


class Diary(Sheet):
    diary_no = CharField(max_length=60)
    claim = ForeignKeyField(Claim, null=True, on_delete="RESTRICT", backref="+")
    recovery = IntegerField(index=True, null=True, column_name="recovery_id")
    policy = ForeignKeyField(Policy, null=True, on_delete="RESTRICT", backref="+")
    diary_date = DateField()
    subject = CharField(max_length=200)
    detail = TextField(null=True)
    owner = ForeignKeyField(User, null=True, on_delete="RESTRICT", backref="+")
    status = CharField(max_length=40)
    done_date = DateField(null=True)
    rule_code = CharField(max_length=60, null=True)
    steps = TextField(null=True)
    action = CharField(max_length=60, null=True)
    sensitivity = CharField(max_length=40)


class Document(Sheet):
    document_no = CharField(max_length=60)
    claim = ForeignKeyField(Claim, null=True, on_delete="RESTRICT", backref="+")
    incident = ForeignKeyField(Incident, null=True, on_delete="RESTRICT", backref="+")
    recovery = IntegerField(index=True, null=True, column_name="recovery_id")
    title = CharField(max_length=200)
    file_name = CharField(max_length=200)
    media_type = CharField(max_length=200)
    size_bytes = IntegerField()
    sha256 = CharField(max_length=64)
    store_name = CharField(max_length=64)
    document_date = DateField()
    sensitivity = CharField(max_length=40)
    added_by = CharField(max_length=200, null=True)


class Approval(Sheet):
    approval_no = CharField(max_length=60)
    verb = CharField(max_length=60)
    title = CharField(max_length=300)
    sheet = CharField(max_length=60, null=True)
    row_id = IntegerField(null=True)
    claim = ForeignKeyField(Claim, null=True, on_delete="RESTRICT", backref="+")
    amount = BigIntegerField(null=True)
    reason = TextField(null=True)
    parameters = TextField(null=True)
    plan_digest = CharField(max_length=64, null=True)
    status = CharField(max_length=40)
    approver_roles = CharField(max_length=200, null=True)
    asked_by = ForeignKeyField(User, null=True, on_delete="RESTRICT", backref="+")
    asked_at = DateTimeField(null=True)
    decided_by = ForeignKeyField(User, null=True, on_delete="RESTRICT", backref="+")
    decided_at = DateTimeField(null=True)
    decision_note = TextField(null=True)
    outside_by = CharField(max_length=200, null=True)
    outside_date = DateField(null=True)
    outside_document = ForeignKeyField(Document, null=True, on_delete="RESTRICT", backref="+")


class FileNote(Sheet):
    note_no = CharField(max_length=60)
    claim = ForeignKeyField(Claim, null=True, on_delete="RESTRICT", backref="+")
    incident = ForeignKeyField(Incident, null=True, on_delete="RESTRICT", backref="+")
    recovery = IntegerField(index=True, null=True, column_name="recovery_id")
    note_date = DateField()
    subject = CharField(max_length=200)
    text = TextField(null=True)
    sensitivity = CharField(max_length=40)
    author = CharField(max_length=200, null=True)


class Head(Frozen):
    id = AutoField()
    seq = IntegerField()
    digest = CharField(max_length=64)
    committed_at = DateTimeField(null=True)


class KnownValue(Sheet):
    column = CharField(max_length=60, column_name="of_column")
    value = CharField(max_length=100)
    meaning = CharField(max_length=200, null=True)
    listed_date = DateField(null=True)
    verified = CharField(max_length=40)
    source = CharField(max_length=200, null=True)


class Holiday(Sheet):
    calendar = CharField(max_length=40)
    day = DateField()
    name = CharField(max_length=200)
    source = CharField(max_length=200, null=True)
    verified = CharField(max_length=40)


class ImportRun(Sheet):
    run_no = CharField(max_length=60)
    sheet = CharField(max_length=60)
    file_name = CharField(max_length=200)
    file_sha256 = CharField(max_length=64)
    tab = CharField(max_length=200, null=True)
    header_row = IntegerField(null=True)
    mapping = TextField(null=True)
    status = CharField(max_length=40)
    rows_read = IntegerField()
    rows_new = IntegerField()
    rows_changed = IntegerField()
    rows_unchanged = IntegerField()
    rows_refused = IntegerField()
    rows_ignored = IntegerField()
    rows_left_out = IntegerField()
    sums = TextField(null=True)
    batch_seq = IntegerField(null=True)
    run_by = ForeignKeyField(User, null=True, on_delete="RESTRICT", backref="+")
    run_at = DateTimeField(null=True)


class ImportProfile(Sheet):
    name = CharField(max_length=100)
    sheet = CharField(max_length=60)
    note = TextField(null=True)
    headings = TextField()
    recipe = TextField()


class ImportRow(Frozen):
    id = AutoField()
    run = ForeignKeyField(ImportRun, on_delete="RESTRICT", backref="+")
    row_no = IntegerField()
    outcome = CharField(max_length=40)
    cells = TextField()
    errors = TextField()


class Inquiry(Sheet):
    inquiry_no = CharField(max_length=60)
    claim = ForeignKeyField(Claim, null=True, on_delete="RESTRICT", backref="+")
    caller = CharField(max_length=200)
    caller_kind = CharField(max_length=40)
    phone = CharField(max_length=200, null=True)
    identity_checked = BooleanField()
    inquiry_date = DateField()
    question = TextField(null=True)
    told = TextField(null=True)
    withheld = TextField(null=True)


class InvestigationStep(Sheet):
    step_no = CharField(max_length=60)
    claim = ForeignKeyField(Claim, on_delete="RESTRICT", backref="+")
    asked_of = CharField(max_length=200)
    what = CharField(max_length=200)
    asked_date = DateField(null=True)
    due_date = DateField(null=True)
    received_date = DateField(null=True)
    document = IntegerField(index=True, null=True, column_name="document_id")
    result = TextField(null=True)


class Job(Frozen):
    id = AutoField()
    kind = CharField(max_length=60)
    title = CharField(max_length=300)
    status = CharField(max_length=40)
    parameters = TextField(null=True)
    done_rows = IntegerField()
    total_rows = IntegerField(null=True)
    result = TextField(null=True)
    message = TextField(null=True)
    cancel_asked = BooleanField()
    user = ForeignKeyField(User, null=True, on_delete="RESTRICT", backref="+")
    actor = CharField(max_length=200, null=True)
    queued_at = DateTimeField()
    heartbeat_at = DateTimeField(null=True)
    ended_at = DateTimeField(null=True)
    seen_at = DateTimeField(null=True)


class Payment(Sheet):
    payment_no = CharField(max_length=60)
    claim = ForeignKeyField(Claim, null=True, on_delete="RESTRICT", backref="+")
    status = CharField(max_length=40)
    payee = ForeignKeyField(Party, null=True, on_delete="RESTRICT", backref="+")
    payee_name = CharField(max_length=200, null=True)
    category = CharField(max_length=40)
    benefit = CharField(max_length=40, null=True)
    amount = BigIntegerField()
    service_from = DateField(null=True)
    service_to = DateField(null=True)
    invoice_no = CharField(max_length=60, null=True)
    payment_date = DateField(null=True)
    payment_date_as_written = CharField(max_length=200, null=True)
    posted_at = DateTimeField(null=True)
    fund = CharField(max_length=200, null=True)
    memo = CharField(max_length=300, null=True)
    source = CharField(max_length=40)
    reverses = ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="+")
    approval = IntegerField(index=True, null=True, column_name="approval_id")


class PaymentEvent(Sheet):
    event_no = CharField(max_length=60)
    payment = ForeignKeyField(Payment, on_delete="RESTRICT", backref="+")
    event = CharField(max_length=40)
    event_date = DateField()
    check_no = CharField(max_length=60, null=True)
    amount = BigIntegerField(null=True)
    note = TextField(null=True)


class Recovery(Sheet):
    recovery_no = CharField(max_length=60)
    status = CharField(max_length=40)
    claim = ForeignKeyField(Claim, null=True, on_delete="RESTRICT", backref="+")
    incident = ForeignKeyField(Incident, null=True, on_delete="RESTRICT", backref="+")
    department = ForeignKeyField(Department, null=True, on_delete="RESTRICT", backref="+")
    damage_date = DateField(null=True)
    damage_place = CharField(max_length=300, null=True)
    asset_description = CharField(max_length=300, null=True)
    limitation_kind = CharField(max_length=40)
    responsible_party = ForeignKeyField(Party, null=True, on_delete="RESTRICT", backref="+")
    carrier = ForeignKeyField(Organization, null=True, on_delete="RESTRICT", backref="+")
    carrier_claim_no = CharField(max_length=60, null=True)
    insured_policy_no = CharField(max_length=60, null=True)
    police_report_no = CharField(max_length=60, null=True)
    work_order_no = CharField(max_length=60, null=True)
    plate = CharField(max_length=60, null=True)
    invoice_no = CharField(max_length=60, null=True)
    invoice_date = DateField(null=True)
    handler = ForeignKeyField(User, null=True, on_delete="RESTRICT", backref="+")
    cost = BigIntegerField()
    received = BigIntegerField()
    balance = BigIntegerField()
    closed_date = DateField(null=True)
    evaluation = TextField(null=True)


class RecoveryCost(Sheet):
    line_no = CharField(max_length=60)
    recovery = ForeignKeyField(Recovery, on_delete="RESTRICT", backref="+")
    element = CharField(max_length=40)
    description = CharField(max_length=300)
    work_date = DateField(null=True)
    hours = BigIntegerField(null=True)
    rate = BigIntegerField(null=True)
    multiplier = BigIntegerField(null=True)
    burden_percent = BigIntegerField(null=True)
    tax_percent = BigIntegerField(null=True)
    amount = BigIntegerField()
    source = CharField(max_length=200, null=True)


class RecoveryReceipt(Sheet):
    receipt_no = CharField(max_length=60)
    recovery = ForeignKeyField(Recovery, null=True, on_delete="RESTRICT", backref="+")
    claim = ForeignKeyField(Claim, null=True, on_delete="RESTRICT", backref="+")
    receipt_date = DateField()
    amount = BigIntegerField()
    category = CharField(max_length=40)
    payer = CharField(max_length=200, null=True)
    method = CharField(max_length=40, null=True)
    check_no = CharField(max_length=60, null=True)
    fund = CharField(max_length=200, null=True)
    source = CharField(max_length=40)
    reverses = ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="+")


class Reserve(Sheet):
    reserve_no = CharField(max_length=60)
    claim = ForeignKeyField(Claim, on_delete="RESTRICT", backref="+")
    category = CharField(max_length=40)
    amount = BigIntegerField()
    change = BigIntegerField()
    reserve_date = DateField()
    reason_code = CharField(max_length=40, null=True)
    reason = TextField(null=True)
    source = CharField(max_length=40)
    reverses = ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="+")


class Role(Sheet):
    name = CharField(max_length=60)
    title = CharField(max_length=200)
    description = TextField(null=True)


class Setting(Sheet):
    name = CharField(max_length=60)
    value = CharField(max_length=500, null=True)
    help = TextField(null=True)
    source = CharField(max_length=200, null=True)
    verified = CharField(max_length=40)


class StatutoryRow(Sheet):
    table = CharField(max_length=60, column_name="table_name")
    code = CharField(max_length=60, null=True)
    first_day = DateField()
    last_day = DateField(null=True)
    values = TextField(column_name="row_values")
    source = CharField(max_length=500)
    verified = CharField(max_length=40)


class UserRole(Sheet):
    user = ForeignKeyField(User, on_delete="RESTRICT", backref="+")
    role = ForeignKeyField(Role, on_delete="RESTRICT", backref="+")


TABLES = (
    Department,
    User,
    AccessEvent,
    Organization,
    Employee,
    Party,
    CauseCode,
    Incident,
    Policy,
    Physician,
    Claim,
    Approval,
    AuthorityLimit,
    Batch,
    Change,
    ContactLog,
    Diary,
    Document,
    FileNote,
    Head,
    Holiday,
    ImportProfile,
    ImportRun,
    ImportRow,
    Inquiry,
    InvestigationStep,
    Job,
    KnownValue,
    Payment,
    PaymentEvent,
    Recovery,
    RecoveryCost,
    RecoveryReceipt,
    Reserve,
    Role,
    Setting,
    StatutoryRow,
    UserRole,
)

SIGN_IN_COLUMNS = (
    "password",
    "fs_uniquifier",
    "last_login_at",
    "current_login_at",
    "last_login_ip",
    "current_login_ip",
    "login_count",
    "tf_primary_method",
    "tf_totp_secret",
    "mf_recovery_codes",
    "totp_counter",
    "invite_hash",
    "invite_expires_at",
)
"""Columns of User that have no place in its past."""

KEYS = {
    Department: ("code",),
    User: ("email",),
    Organization: ("code",),
    Employee: ("employee_no",),
    Party: ("party_no",),
    CauseCode: ("code",),
    Incident: ("incident_no",),
    Policy: ("policy_no",),
    Physician: ("physician_no",),
    Claim: ("claim_no",),
    Approval: ("approval_no",),
    AuthorityLimit: ("holder", "kind", "line", "first_day"),
    ContactLog: ("contact_no",),
    Diary: ("diary_no",),
    Document: ("document_no",),
    FileNote: ("note_no",),
    Holiday: ("calendar", "day"),
    ImportProfile: ("name",),
    ImportRun: ("run_no",),
    Inquiry: ("inquiry_no",),
    InvestigationStep: ("step_no",),
    KnownValue: ("column", "value"),
    Payment: ("payment_no",),
    PaymentEvent: ("event_no",),
    Recovery: ("recovery_no",),
    RecoveryCost: ("line_no",),
    RecoveryReceipt: ("receipt_no",),
    Reserve: ("reserve_no",),
    Role: ("name",),
    Setting: ("name",),
    StatutoryRow: ("table", "code", "first_day"),
    UserRole: ("user", "role"),
}
"""Sheet -> the columns that people know a row by: unique among the rows not in the trash."""

NUMBERED = {
    Claim: "claim_no",
    Incident: "incident_no",
    Payment: "payment_no",
    Recovery: "recovery_no",
}
"""Sheet -> the column that holds a running number."""

COMPOSITE = {
    Party: (
        ("name",),
        ("phone",),
    ),
    Incident: (
        ("loss_date",),
        ("status", "loss_date"),
        ("department", "loss_date"),
    ),
    Holiday: (("day",),),
    Policy: (("expiry_date",), ("status", "expiry_date")),
    Physician: (("npi",),),
    Claim: (
        ("loss_date",),
        ("status", "loss_date"),
        ("line", "loss_date"),
        ("department", "loss_date"),
        ("department", "status", "loss_date"),
        ("line", "status", "loss_date"),
        ("adjuster", "loss_date"),
        ("cause_code", "loss_date"),
        ("closed_date",),
        ("next_deadline",),
        ("adjuster", "next_deadline"),
        ("claimant",),
        ("tpa_claim_no",),
        ("amount_claimed",),
        ("paid",),
    ),
    Approval: (("asked_at",), ("status", "asked_at")),
    Batch: (("seq",),),
    ContactLog: (("contact_date",),),
    Diary: (
        ("diary_date",),
        ("status", "diary_date"),
        ("owner", "diary_date"),
        ("claim", "diary_date"),
    ),
    Document: (("document_date",), ("claim", "document_date")),
    FileNote: (("note_date",), ("claim", "note_date")),
    ImportRun: (("run_at",),),
    Inquiry: (("inquiry_date",),),
    InvestigationStep: (("due_date",),),
    Payment: (
        ("claim", "category"),
        ("payment_date",),
        ("status", "payment_date"),
        ("payee", "payment_date"),
    ),
    Recovery: (
        ("damage_date",),
        ("status", "damage_date"),
        ("invoice_date",),
    ),
    PaymentEvent: (("event_date",),),
    RecoveryCost: (("work_date",),),
    RecoveryReceipt: (("receipt_date",),),
    Reserve: (
        ("claim", "category"),
        ("reserve_date",),
    ),
}
"""Sheet -> groups of columns that lists filter and sort by."""

LEVELS = ("public", "personal", "medical", "privileged")
"""The search index has a table for each sensitivity."""


def up(migrator, db):
    """Make everything in an empty database."""
    proxy.initialize(db)
    sheets = [model for model in TABLES if issubclass(model, Sheet)]
    db.create_tables(TABLES)
    db.create_tables([past(model) for model in sheets])
    for model in sheets:
        db.execute_sql(key(model))
    on_sqlite = isinstance(db, SqliteDatabase)
    for statement in [*composite(on_sqlite), *numbered(on_sqlite), *search(on_sqlite)]:
        db.execute_sql(statement)


def past(model):
    """The table that keeps rows as they were: the columns of a sheet without relation or index."""
    left_out = SIGN_IN_COLUMNS if model is User else ()
    fields = {f.name: bare(f) for f in model._meta.sorted_fields if f.name not in left_out}
    fields["ended_batch"] = IntegerField()
    fields["purge_rule"] = CharField(max_length=60, null=True)
    fields["Meta"] = type(
        "Meta",
        (),
        {
            "table_name": f"{model._meta.table_name}_past",
            "primary_key": CompositeKey("id", "version"),
            "indexes": ((("ended_batch",), False), (("batch_id",), False)),
        },
    )
    return type(f"{model.__name__}Past", (Frozen,), fields)


def bare(field):
    """A copy of a column without relation, index or constraint."""
    if field.name == "id":
        return IntegerField()
    kind = IntegerField if isinstance(field, ForeignKeyField) else type(field)
    length = {"max_length": field.max_length} if kind is CharField else {}
    return kind(null=True, column_name=field.column_name, **length)


def key(model):
    """The index that keeps the natural key unique; a blank part of it counts as a value."""
    table, fields = model._meta.table_name, [model._meta.fields[name] for name in KEYS[model]]
    columns = ", ".join(
        f"COALESCE(\"{f.column_name}\", '')" if f.null else f'"{f.column_name}"' for f in fields
    )
    return f'CREATE UNIQUE INDEX "{table}_key" ON "{table}" ({columns}) WHERE trashed_at IS NULL'


def numbered(on_sqlite):
    """The indexes by which the highest number of a series is found, in a sheet and in its past."""
    collate = "" if on_sqlite else ' COLLATE "C"'
    for model, column in NUMBERED.items():
        table = model._meta.table_name
        for name in (table, f"{table}_past"):
            yield f'CREATE INDEX "{name}_numbered" ON "{name}" ("{column}"{collate})'


def composite(on_sqlite):
    """The indexes over live rows, closed by id, blanks below every value."""
    for model, groups in COMPOSITE.items():
        table, fields = model._meta.table_name, model._meta.fields
        for group in groups:
            columns = [
                f'"{fields[n].column_name}"'
                + (" NULLS FIRST" if fields[n].null and not on_sqlite else "")
                for n in group
            ]
            name, listed = f"{table}_by_{'_'.join(group)}", ", ".join([*columns, "id"])
            where = " WHERE trashed_at IS NULL" if issubclass(model, Sheet) else ""
            yield f'CREATE INDEX "{name}" ON "{table}" ({listed}){where}'


def search(on_sqlite):
    """The search index: text cut into threes, a table for each sensitivity."""
    if not on_sqlite:
        yield "CREATE EXTENSION IF NOT EXISTS pg_trgm"
    for level in LEVELS:
        table = f"search_{level}"
        if on_sqlite:
            yield (
                f"CREATE VIRTUAL TABLE {table} USING fts5(words, content='', tokenize='trigram', "
                "detail='none', columnsize=0)"
            )
        else:
            yield f"CREATE TABLE {table} (place BIGINT PRIMARY KEY, words TEXT NOT NULL)"
            yield f"CREATE INDEX {table}_words ON {table} USING gin (words gin_trgm_ops)"
