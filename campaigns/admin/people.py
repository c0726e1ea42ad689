"""Users and groups in Django's own pages, without a way to give oneself more rights or to erase history."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.actor import Actor, Via
from campaigns.choices import Role
from campaigns.domain.people import note_new_password, note_person, state_of
from campaigns.domain.usernames import refuse_username
from campaigns.errors import InvalidInput

RIGHTS = ("is_superuser", "is_staff", "groups")

admin.site.unregister(User)
admin.site.unregister(Group)


class RoleFilter(admin.SimpleListFilter):
    """By role, which are three; Django's own names every group there is."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(role.value, str(role.label)) for role in Role]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return queryset.filter(groups__name=chosen) if chosen in Role.values else queryset


class _UnmistakableName(forms.BaseForm):
    """A name that nobody takes for another's; one that stays as it was is not judged."""

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        person = self.instance  # type: ignore[attr-defined]
        if name == User.objects.filter(pk=person.pk).values_list("username", flat=True).first():
            return name
        try:
            refuse_username(name, besides=person.pk)
        except InvalidInput as refusal:
            raise ValidationError(refusal.message) from refusal
        return name


class NewPersonForm(_UnmistakableName, AdminUserCreationForm):
    pass


class PersonForm(_UnmistakableName, UserChangeForm):
    pass


@admin.register(User)
class PeopleAdmin(UserAdmin):
    """Who may do what is decided by superusers; nobody else can touch rights, or a superuser at all.

    A user is never deleted, only made inactive: the work they did and the clients they belong to name them,
    and a deletion would change those rows without an audit entry. What is changed is entered in the house's chain.
    """

    actions = None
    list_per_page = 50
    show_full_result_count = False
    add_form = NewPersonForm
    form = PersonForm
    # Rights come in roles; a right here and there would be one that nobody finds again.
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Times"), {"fields": ("last_login", "date_joined")}),
    )
    filter_horizontal = ()
    list_filter = ("is_staff", "is_superuser", "is_active", RoleFilter)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return allowed

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = (*super().get_readonly_fields(request, obj), "last_login", "date_joined")
        return fields if request.user.is_superuser else (*fields, *RIGHTS)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.state_before = state_of(obj) if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Groups are stored last; the admin runs all of it in one transaction."""
        super().save_related(request, form, formsets, change)
        by = Actor.from_request(request, via=Via.ADMIN)
        note_person(form.instance, form.state_before, by=by, now=timezone.now())

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        if request.method != "POST":
            return super().user_change_password(request, id, form_url)
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The one place that the page of a new password calls once it is stored."""
        if request.resolver_match and request.resolver_match.url_name == "auth_user_password_change":
            by = Actor.from_request(request, via=Via.ADMIN)
            note_new_password(obj, is_usable=obj.has_usable_password(), by=by, now=timezone.now())
        return super().log_change(request, obj, message)


@admin.register(Group)
class RightsAdmin(GroupAdmin):
    """The roles are set by the code after every migrate, so there is nothing to change here that would last."""

    actions = None
    filter_horizontal = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
