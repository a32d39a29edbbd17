"""A cookie policy of a vendor that does not exist, section by section."""

from .section import Section

COOKIES = (
    Section(
        "What cookies are",
        "Cookies are small text files that a web site stores on your device. They allow the site to recognise your "
        "browser on the next visit. This cookie policy explains which cookies {company} uses, why, and what you can do "
        "about them.",
        (
            "Similar techniques, such as local storage, are treated in the same way.",
            "We do not use any similar techniques.",
            "Pixels in our newsletters work in a similar way and are covered by this policy too.",
        ),
    ),
    Section(
        "Cookies that we need",
        "Some cookies are necessary: without them you could not sign in, and our forms could not be protected against "
        "misuse. They are deleted when you close your browser, and they are never used to follow you on other sites.",
        (
            "They contain a random number and nothing else.",
            "They contain a random number and the language that you have chosen.",
            "They contain an encrypted reference to your account.",
        ),
    ),
    Section(
        "Cookies for statistics",
        "With your consent we count how often our pages are visited and from which country. The results help us to find "
        "pages that are hard to understand. The figures are stored without your address. They tell us:",
        (
            "Statistics cookies live for six months.",
            "Statistics cookies live for one year.",
            "Statistics cookies live for two years.",
        ),
        ("which pages are read", "how long they are read", "which page led to them"),
    ),
    Section(
        "Advertising",
        "Advertising partners may recognise visitors of our pages on other sites in order to show our advertisements "
        "there. They process such data on their own responsibility and under their own privacy policies.",
        (
            "At present we work with no advertising partner.",
            "You find the list of our partners in the settings of the cookie banner.",
            "Each partner offers a page on which you can object.",
        ),
    ),
    Section(
        "Your choice",
        "You can delete cookies in your browser at any time, and you can tell it to accept none. Our web site then still "
        "works, though you will have to sign in on every visit. Your choice does not influence the service you have "
        "ordered.",
        (
            "We honour the signal of browsers that do not want to be tracked.",
            "You can change your consent with the link at the foot of every page.",
            "We ask for your consent again after one year.",
        ),
    ),
    Section(
        "Contact",
        "If you have questions about cookies or about the protection of personal data in general, write to our privacy "
        "officer. The address stands in the imprint, and we are glad to explain every single cookie that you find.",
        (
            "We answer within two weeks.",
            "We answer within one month.",
            "We answer in the language in which you write.",
        ),
    ),
)
