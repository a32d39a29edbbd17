"""A privacy policy of a vendor that does not exist, section by section."""

from .section import Section

PRIVACY = (
    Section(
        "Information we collect",
        "When you open an account with {company} we ask for your name, your business address, an e-mail address and a "
        "telephone number. While you use our voice and messaging interfaces we also record technical data about each call"
        " and message:",
        (
            "We do not listen to calls and we do not read messages.",
            "We read the content of a message only where you ask our support staff to examine a fault.",
            "Automatic filters examine the content of messages for fraud before they are handed to a carrier.",
        ),
        (
            "the numbers or addresses of both ends",
            "the time at which it began and ended",
            "the network that carried it, and the price that was charged",
            "the address of the server from which your application sent it",
        ),
    ),
    Section(
        "How we use your information",
        "We process personal data in order to provide the service that you have ordered, to bill for it, to answer your "
        "questions and to protect our network against abuse. We do not use it for anything that you would not expect.",
        (
            "We send you news about our products only if you have asked for it.",
            "We may send you news about our products, and every such message tells you how to stop them.",
            "We never send advertising; notices about price changes and outages are part of the service.",
        ),
    ),
    Section(
        "Sharing with third parties",
        "Carriers and other suppliers receive the data that they need in order to deliver a call or a message, and "
        "nothing else. Every supplier has signed an agreement that obliges it to protect personal data as we do.",
        (
            "We do not sell personal data to anybody.",
            "We share aggregated figures, from which no person can be recognised, with research partners.",
            "Partners who resell our service see the account data of the customers they have brought to us.",
        ),
    ),
    Section(
        "Retention",
        "Records of calls and messages are kept as long as the law on telecommunications and on bookkeeping demands it. "
        "After that period they are deleted, or changed so that they can no longer be connected with a person.",
        (
            "Account data is erased within thirty days after the account has been closed.",
            "Account data is erased within ninety days after the account has been closed.",
            "Account data is archived for one year after the account has been closed and is then erased.",
        ),
    ),
    Section(
        "Security",
        "All traffic between your application and our servers is encrypted. Access to personal data is limited to "
        "employees who need it for their work, is recorded, and is reviewed regularly by an officer who reports to the "
        "management.",
        (
            "We tell you about a breach of your data without undue delay.",
            "We tell you about a breach of your data within seventy-two hours after we have learnt of it.",
            "We inform the supervisory authority, and where your rights are at risk also you, about any breach.",
        ),
    ),
    Section(
        "International transfers",
        "Our servers stand in several countries, and a message to a person abroad necessarily leaves the country in which"
        " it was written. Where the law of the destination offers less protection we rely on contractual safeguards.",
        (
            "We comply with the safe harbor principles that were agreed between the two continents.",
            "We use the standard contractual clauses approved by the commission.",
            "We keep data of European customers in European data centres unless you choose another region.",
        ),
    ),
    Section(
        "Your rights",
        "You may ask us which personal data we hold about you, have it corrected, have it erased where no law obliges us "
        "to keep it, and receive a copy in a common format. You may also object to processing that rests on our "
        "interests.",
        (
            "Write to our privacy officer; we answer within four weeks.",
            "Use the form in your account settings, or write to our privacy officer; we answer within one month.",
            "Our data protection officer answers such requests, and you may complain to your local authority.",
        ),
    ),
    Section(
        "Changes to this policy",
        "We may change this privacy policy when our services or the law change. The current text can always be found on "
        "this page, and we recommend that you visit it from time to time.",
        (
            "We announce important changes on our home page.",
            "We announce important changes by e-mail two weeks before they take effect.",
            "By continuing to use the service after a change you accept the new text.",
        ),
    ),
)
