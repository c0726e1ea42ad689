"""What every resource of the API does at its door: who may enter, what they saw, and that nothing happens twice."""

import functools
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, NotFound, PermissionDenied, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from campaigns.actor import WORKS, Actor, Via
from campaigns.api.fields import GREATEST_VERSION, Input
from campaigns.api.output import Output
from campaigns.api.pages import Orders, PageShape, page_of
from campaigns.choices import ApiScope
from campaigns.domain.repeats import Answer, answered_once

KEY_HEADER, REPEATED_HEADER = "Idempotency-Key", "Idempotency-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,255}")
ETAG = re.compile(r'(?:W/)?"v?([0-9]{1,10})"')
KEPT_HEADERS = ("ETag", "Location")
# Keys of rows; longer ones no database can hold.
PK = r"[0-9]{1,18}"


class NeedsLength(APIException):
    """A body in chunks, without its length: no server in front of us promises to hand it on."""

    status_code = 411
    default_code = "needs_length"


class NeedsVersion(APIException):
    """A change that does not say which version its program saw."""

    status_code = 428
    default_code = "needs_version"


class Door(GenericViewSet):
    """A resource. A subclass names its shapes, and for each action the permission and scope that it needs.

    An action that is not in `needs` is open to everybody who is signed in, `visible_to` decides what they find.
    Reading needs the scope `read`, anything else `write`, unless `scopes` says otherwise.
    """

    output: ClassVar[type[Output]]
    needs: ClassVar[Mapping[str, str]] = {}
    scopes: ClassVar[Mapping[str, str]] = {}
    orders: ClassVar[Orders] = {"id": ("pk",)}
    default_order: ClassVar[str] = "id"
    # Fields of answers that are never kept: an answer that is repeated has null in their place.
    told_once: ClassVar[tuple[str, ...]] = ()
    lookup_value_regex = PK
    pagination_class = PageShape  # for the schema alone
    # A browser of another origin is told nothing, so nobody asks for OPTIONS.
    http_method_names = ["get", "post", "put", "patch", "delete", "head"]
    # The addresses of the API end with a slash; a redirect would lose the body of a POST.
    should_append_slash = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.now: datetime = timezone.now()
        super().initial(request, *args, **kwargs)
        if self.action is None:
            return  # the method is not allowed here, which is answered next
        if request.headers.get("Transfer-Encoding") and not request.headers.get("Content-Length"):
            raise NeedsLength(_("Send the body in one piece with its Content-Length, not in chunks."))
        self._refuse_scope(request)
        permission = self.needs.get(self.action, "")
        if permission and not request.user.has_perm(permission):
            raise PermissionDenied(_("Your role does not allow this; ask a manager."))
        if request.method == "POST":
            self.post = functools.partial(self._once, self.post)  # type: ignore[has-type]  # set by as_view()

    def _refuse_scope(self, request: Request) -> None:
        if request.auth is None:
            return  # a session opens what its person may do
        reads = request.method in ("GET", "HEAD")
        scope = self.scopes.get(str(self.action), ApiScope.READ if reads else ApiScope.WRITE)
        if scope not in request.auth.scopes:
            raise PermissionDenied(
                _("This token lacks the scope “%(scope)s”; make one that has it in Settings.")
                % {"scope": scope}
            )

    def _once(
        self, handler: Callable[..., Response], request: Request, *args: Any, **kwargs: Any
    ) -> Response:
        """Carry out a POST, unless its Idempotency-Key says that it was carried out before."""
        key = request.headers.get(KEY_HEADER)
        if key is None:
            return handler(request, *args, **kwargs)
        if not KEY.fullmatch(key):
            text = _("A key has 1 to 255 visible ASCII characters.")
            raise ValidationError({KEY_HEADER: [text]})
        first: list[Response] = []

        def act() -> Answer:
            first.append(handler(request, *args, **kwargs))
            return _answer_of(first[0], without=self.told_once)

        answer = answered_once(
            request.user, key=key, fingerprint=_fingerprint(request), act=act, now=self.now
        )
        if first:
            return first[0]
        headers = {**answer.headers, REPEATED_HEADER: "true"}
        return Response(
            json.loads(answer.body) if answer.body else None, status=answer.status, headers=headers
        )

    @cached_property
    def actor(self) -> Actor:
        return Actor.from_request(self.request, via=Via.API)

    @cached_property
    def works_here(self) -> bool:
        return bool(self.request.user.has_perm(WORKS))

    def rows(self) -> QuerySet[Any]:
        """What this person may know of, with everything an answer shows."""
        raise NotImplementedError

    def row(self, pk: str) -> Any:
        """The row of this key; another client's is not there."""
        return self.found(self.rows(), pk)

    def found(self, rows: QuerySet[Any], pk: str | int) -> Any:
        row = rows.filter(pk=pk).first()
        if row is None:
            raise NotFound(_("There is nothing at this address that you may see."))
        return row

    def shape(self, output: type[Output] | None = None) -> Output:
        """The shape of an answer, told who asks and when."""
        context = {"request": self.request, "works_here": self.works_here, "now": self.now}
        return (output or self.output)(context=context)

    def told(self, row: Model, *, status: int = 200, output: type[Output] | None = None) -> Response:
        """A row as an answer, with the version that a later change names."""
        version = getattr(row, "version", None)
        headers = {} if version is None else {"ETag": f'"v{version}"'}
        return Response(self.shape(output).to_representation(row), status=status, headers=headers)

    def page(
        self, rows: QuerySet[Any], asked: Mapping[str, Any], output: type[Output] | None = None
    ) -> Response:
        """A page of rows as `asked` (a `ListInput`) wants it."""
        found, links = page_of(self.request, rows, asked, self.orders, self.default_order)
        tell = self.shape(output).to_representation
        return Response({**links, "results": [tell(row) for row in found]})

    def asked(self, kind: type[Input]) -> dict[str, Any]:
        """The query of the request; refuses what the list does not know."""
        return self._valid(kind(data=self.request.query_params, context={"request": self.request}))

    def given(self, kind: type[Input], *, partial: bool = False) -> dict[str, Any]:
        """The body of the request as typed values; refuses unknown fields and wrong types by name."""
        return self._valid(kind(data=self.request.data, partial=partial, context={"request": self.request}))

    def _valid(self, read: Input) -> dict[str, Any]:
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def seen_version(self, given: Mapping[str, Any], *, required: bool) -> int | None:
        """The version that the program saw, from `If-Match` or `version`. `*` stands for any.

        Refuses a change without one (428) where it is required, and two that differ.
        """
        header, told = self.request.headers.get("If-Match"), given.get("version")
        if header is not None and header.strip() == "*":
            return told
        found = ETAG.fullmatch(header.strip()) if header is not None else None
        if header is not None and (found is None or int(found[1]) > GREATEST_VERSION):
            raise ValidationError({"If-Match": [_('Send the ETag that you were answered, such as "v3".')]})
        seen = int(found[1]) if found else told
        if told is not None and seen != told:
            raise ValidationError({"version": [_("If-Match and version name different versions.")]})
        if seen is None and required:
            raise NeedsVersion(
                _("Say which version you saw: send its ETag as If-Match, or `version` in the body.")
            )
        return seen


def _fingerprint(request: Request) -> str:
    """What makes two requests the same: method, address, the version they saw, and what they bring."""
    data = request.data
    told = dict(data.lists()) if hasattr(data, "lists") else data
    text = json.dumps(told, sort_keys=True, default=_digest_of_file)
    seen = request.headers.get("If-Match", "")
    asked = f"{request.method} {request.get_full_path()} {seen}\n{text}"
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()


def _digest_of_file(file: UploadedFile) -> str:
    digest = hashlib.sha256(str(file.name).encode("utf-8", "replace"))
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _answer_of(response: Response, *, without: tuple[str, ...] = ()) -> Answer:
    data = response.data
    if without and isinstance(data, dict):
        data = {name: None if name in without else value for name, value in data.items()}
    body = "" if data is None else JSONRenderer().render(data).decode()
    headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
    return Answer(response.status_code, headers, body)
