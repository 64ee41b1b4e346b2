"""The claims of the office as Django keeps them, with the columns that the list and the file have."""

from django.db import models

from rules.statuses import CLAIM_STATUSES


class Department(models.Model):
    """A department of the city."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Cause(models.Model):
    """What caused a loss."""

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Adjuster(models.Model):
    """Who handles a claim."""

    email = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Claim(models.Model):
    """A claim."""

    claim_no = models.CharField(max_length=40, unique=True)
    claimant = models.CharField(max_length=200, blank=True, null=True, db_index=True)
    status = models.CharField(max_length=40, choices=CLAIM_STATUSES)
    loss_date = models.DateField(null=True, blank=True)
    received_date = models.DateField(null=True, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True)
    cause_code = models.ForeignKey(Cause, models.PROTECT, null=True, blank=True)
    location = models.CharField(max_length=500, blank=True, null=True)
    description = models.TextField(blank=True, null=True)
    amount_claimed = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    paid = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    outstanding = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    adjuster = models.ForeignKey(Adjuster, models.PROTECT, null=True, blank=True)
    next_deadline = models.DateField(null=True, blank=True)

    class Meta:
        """The order of the list, and its indexes."""

        ordering = ("-loss_date",)
        indexes = (
            models.Index(fields=["loss_date"]),
            models.Index(fields=["status", "loss_date"]),
            models.Index(fields=["department", "loss_date"]),
            models.Index(fields=["amount_claimed"]),
        )

    def __str__(self) -> str:
        return self.claim_no
