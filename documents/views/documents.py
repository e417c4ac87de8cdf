"""Upload a file as an answer; download it again."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from documents.exceptions import DocumentEmpty, DocumentRefused, DocumentTooBig
from documents.selectors import documents_visible_to
from documents.services.documents import file_question, record_download, store_document
from forms_engine.selectors import submissions_of
from messerprise.core.requests import PersonRequest
from messerprise.core.responses import Download

if TYPE_CHECKING:
    from forms_engine.models import Submission

TOO_BIG, UNPROCESSABLE = 413, 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def document_upload(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    """Take a file for a question; a get shows a page to choose it on."""
    submission = get_object_or_404(submissions_of(request.user), pk=submission_id)
    if request.method != "POST":
        return _upload_page(request, submission, request.GET.get("question", ""))
    path = request.POST.get("path", "")
    try:
        if not (upload := request.FILES.get("file")):
            raise DocumentEmpty
        document = store_document(
            actor=request.user,
            submission_id=submission_id,
            path=path,
            upload=upload,
            door=request.POST.get("door", "form"),
        )
    except DocumentRefused as refusal:
        return _refused(request, submission, path, refusal)
    if request.htmx:
        return JsonResponse({"document": str(document.pk), "name": document.name})
    return redirect(
        f"{reverse('forms_engine:page_detail', args=[submission_id])}?{urlencode({'question': path})}"
    )


@require_safe
@login_required
def document_download(request: PersonRequest, document_id: UUID) -> Download:
    """Send a file to its owner or to a reviewer, never to be shown inside our pages."""
    document = get_object_or_404(documents_visible_to(request.user), pk=document_id)
    try:
        stream = document.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    record_download(actor=request.user, document=document)
    response = Download(
        stream, as_attachment=True, filename=document.name, content_type=document.content_type
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _refused(
    request: PersonRequest, submission: "Submission", path: str, refusal: DocumentRefused
) -> HttpResponse:
    status = TOO_BIG if isinstance(refusal, DocumentTooBig) else UNPROCESSABLE
    if request.htmx:
        return HttpResponse(refusal.sentence, status=status, content_type="text/plain; charset=utf-8")
    return _upload_page(request, submission, path, refusal.sentence, status)


def _upload_page(
    request: PersonRequest, submission: "Submission", path: str, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "submission": submission,
        "path": path,
        "error": error,
        "question": file_question(submission, path),
    }
    return render(request, "documents/document_upload.html", context, status=status)
