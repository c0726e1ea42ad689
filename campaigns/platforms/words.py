"""The sentences in the data files that people read, written out so that they can be translated."""

from django.utils.translation import gettext_noop

PREFILLS = (
    gettext_noop("the text, with the link inside it; no media"),
    gettext_noop("the body, with the link inside it; the operator writes recipients and subject"),
    gettext_noop("the link only; paste the copied text"),
    gettext_noop("nothing; paste the copied text"),
    gettext_noop("nothing; on a phone share the file to the app, then paste the copied text"),
    gettext_noop("the text"),
    gettext_noop("the link only; the phone app drops a prefilled text"),
    gettext_noop("the link and the description"),
    gettext_noop("the text as the title, and the link"),
    gettext_noop("the text; the operator writes the title"),
    gettext_noop("the text and the link; no media"),
    gettext_noop("nothing; upload the file, then paste the copied text"),
)
MEDIA_RULES = (
    gettext_noop("Up to four images, or one video."),
    gettext_noop("An unsubscribe link is required. Give every image an alternative text."),
    gettext_noop("Up to ten photos."),
    gettext_noop(
        "Media is required. A carousel has 2 to 10 images or videos (20 by some sources). The "
        "ratio lies between 4:5 and 1.91:1."
    ),
    gettext_noop("A carousel has two or more images, or is one document. A video stands alone."),
    gettext_noop("One to five images or videos. The alternative text has up to 500 characters."),
    gettext_noop("Depends on the community; read its rules before posting."),
    gettext_noop("Media is optional. A post carries one topic tag."),
    gettext_noop("One video, or up to 35 pictures."),
    gettext_noop("Up to four photos, or one video, or one GIF."),
    gettext_noop("One video. All tags together have up to 500 characters."),
)
