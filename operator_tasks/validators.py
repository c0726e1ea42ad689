"""What an uploaded proof may be: what shows that work was done is a picture or a PDF, never a film."""

from django.core.files.uploadedfile import UploadedFile

from campaigns.uploads import CleanFile, clean_document

__all__ = ["CleanFile", "clean_proof_file"]


def clean_proof_file(file: UploadedFile, *, most_bytes: int) -> CleanFile:
    """Refuse empty, too large, unreadable or foreign files; images come back encoded anew."""
    return clean_document(file, most_bytes=most_bytes, nameless="proof")
