"""One post must have one name however its address is spelled, or it could prove two tasks."""

import pytest

from campaigns.choices import Platform
from campaigns.platforms.proof_urls import recognise

LINKEDIN_ID = "7454978812603375616"
X_ID = "1382350606417817604"


@pytest.mark.parametrize(
    ("platform", "post_id", "urls"),
    [
        (
            Platform.LINKEDIN,
            LINKEDIN_ID,
            [
                f"https://www.linkedin.com/feed/update/urn:li:activity:{LINKEDIN_ID}/",
                f"https://de.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A{LINKEDIN_ID}?utm_source=share",
                f"http://LinkedIn.com/posts/acme-co_we-are-hiring-activity-{LINKEDIN_ID}-aB-_?rcm=x",
                f"https://m.linkedin.com/posts/acme_share-{LINKEDIN_ID}-aB1c",
                f"https://www.linkedin.com/feed/update/urn:li:share:{LINKEDIN_ID}",
            ],
        ),
        (Platform.LINKEDIN, "pulse:a-title-ab1c", ["https://www.linkedin.com/pulse/A-Title-ab1c/?trk=x"]),
        (
            Platform.X,
            X_ID,
            [
                f"https://x.com/User/status/{X_ID}",
                f"https://www.x.com/user/status/{X_ID}/photo/1",
                f"https://mobile.twitter.com/user/status/{X_ID}?t=abc&s=09",
                f"https://x.com/i/status/{X_ID}#m",
                f"HTTPS://X.COM/user/status/{X_ID}/",
            ],
        ),
        (
            Platform.INSTAGRAM,
            "C-a6bDVy7hz",
            [
                "https://www.instagram.com/p/C-a6bDVy7hz",
                "https://m.instagram.com/reels/C-a6bDVy7hz/",
                "https://instagr.am/p/C-a6bDVy7hz/",
                "https://www.instagram.com/nasa/reel/C-a6bDVy7hz/?utm_source=ig_web_copy_link",
                "https://www.instagram.com/tv/C-a6bDVy7hz/",
                "https://www.instagram.com/p/C-a6bDVy7hzAbCdEfGhIjKlMnOpQrStUvWxYz01/",
            ],
        ),
        (Platform.INSTAGRAM, "3430311011906467955", ["https://www.instagram.com/stories/nasa/3430311011906467955/"]),
        (
            Platform.THREADS,
            "DAELxBhOoWc",
            ["https://threads.com/@a/post/DAELxBhOoWc/", "https://www.threads.net/%40a/post/DAELxBhOoWc?xmt=1"],
        ),
        (
            Platform.BLUESKY,
            "3l25zusnsfctk",
            [
                "https://bsky.app/profile/did:plc:z72i7hdynmk6r22z27h6tvur/post/3l25zusnsfctk",
                "https://bsky.app/profile/did%3Aplc%3Az72i7hdynmk6r22z27h6tvur/post/3l25zusnsfctk/",
                "https://bsky.app/profile/a.example/post/3l25zusnsfctk?x=1",
            ],
        ),
        (
            Platform.FACEBOOK,
            "122102873852863870",
            [
                "https://m.facebook.com/acme/posts/122102873852863870?__tn__=x",
                "https://web.facebook.com/acme/posts/a-title/122102873852863870/",
                "https://www.facebook.com/61586296264033/posts/122102873852863870",
                "https://www.facebook.com/permalink.php?id=615862962&story_fbid=122102873852863870",
                "https://facebook.com/reel/122102873852863870/",
                "https://www.facebook.com/acme/videos/122102873852863870/",
                "https://www.facebook.com/watch/?v=122102873852863870&ref=sharing",
                "https://www.facebook.com/photo?fbid=122102873852863870&set=a.1",
                "https://www.facebook.com/groups/makers/posts/122102873852863870/",
                "https://www.facebook.com/groups/123/permalink/122102873852863870/",
            ],
        ),
        (
            Platform.REDDIT,
            "1abc23",
            [
                "https://old.reddit.com/r/test/comments/1abc23",
                "https://new.reddit.com/r/test/comments/1ABC23/title/k0mm3nt/?context=3",
                "https://reddit.com/user/name/comments/1abc23/title/",
                "https://www.reddit.com/u/name/comments/1abc23/",
            ],
        ),
        (
            Platform.PINTEREST,
            "123456789",
            [
                "https://pinterest.com/pin/123456789",
                "https://fr.pinterest.com/pin/123456789/",
                "https://www.pinterest.co.uk/pin/123456789/",
                "https://www.pinterest.de/pin/123456789/?mt=login",
            ],
        ),
        (Platform.TIKTOK, "7106594312292453675", ["https://tiktok.com/@u.v/photo/7106594312292453675?_r=1"]),
        (
            Platform.YOUTUBE,
            "a1B2c3D4e5F",
            [
                "https://www.youtube.com/watch?v=a1B2c3D4e5F&t=5s",
                "https://m.youtube.com/watch?feature=share&v=a1B2c3D4e5F",
                "https://youtube.com/shorts/a1B2c3D4e5F?feature=share",
                "https://www.youtube.com/live/a1B2c3D4e5F",
                "https://youtu.be/a1B2c3D4e5F",
            ],
        ),
    ],
)  # fmt: skip
def test_recognise_names_a_post_alike_in_every_spelling(platform, post_id, urls):
    assert [recognise(platform, url).post_id for url in urls] == [post_id] * len(urls)
