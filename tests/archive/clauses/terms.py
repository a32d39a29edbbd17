"""Terms of service of a vendor that does not exist, section by section."""

from .section import Section

TERMS = (
    Section(
        "Acceptance of these terms",
        "These terms of service are an agreement between you and {company}. They apply to every use of our interfaces, "
        "our documentation and our web site. If you act for a company you confirm that you may bind it.",
        (
            "If you do not agree, you must not use the service.",
            "By creating an account you agree to these terms.",
            "By sending the first request to our interfaces you agree to these terms.",
        ),
    ),
    Section(
        "Accounts and keys",
        "You are responsible for everything that is done with your account. Keep your keys secret, change them when an "
        "employee leaves, and tell us at once when you suspect that somebody else knows them.",
        (
            "One account may be used by one company only.",
            "You may open further accounts for your subsidiaries.",
            "We may ask for proof of your identity before an account is opened.",
        ),
    ),
    Section(
        "Acceptable use",
        "You agree not to use the service in a way that harms other people or our network. In particular you will not:",
        (
            "We may suspend an account that breaks these rules without notice.",
            "We may suspend an account that breaks these rules after a warning.",
            "We may remove single messages that break these rules and charge for the work.",
        ),
        (
            "send messages to people who have not agreed to receive them",
            "hide or falsify the number from which a call is made",
            "use the service to reach emergency numbers",
            "try to overload, examine or circumvent our protection",
        ),
    ),
    Section(
        "Fees and payment",
        "The prices on our price list apply at the moment when a call or message is made. Fees are due without deduction,"
        " and taxes are added where the law demands them. Unused credit stays on your account.",
        (
            "Invoices are payable within fourteen days.",
            "Invoices are payable within thirty days.",
            "All services are paid in advance from the credit of the account.",
        ),
    ),
    Section(
        "Availability",
        "We work hard to keep the service available at all times, but we cannot promise that it is free of interruptions."
        " Planned maintenance is announced beforehand and is done at hours when few customers are affected.",
        (
            "There is no guaranteed level of service unless we have agreed on one in writing.",
            "We credit one day of fees for every full day on which the service was not available.",
            "A separate agreement describes the guaranteed level of service.",
        ),
    ),
    Section(
        "Liability",
        "The service is provided as it is. To the extent permitted by law we are not liable for lost profit, lost data or"
        " indirect damage, whatever its cause, even if we had been told that such damage was possible.",
        (
            "Our liability is limited to the fees of the last three months.",
            "Our liability is limited to the fees of the last twelve months.",
            "Our liability is limited to one hundred dollars.",
        ),
    ),
    Section(
        "Termination",
        "Either party may end this agreement. When it ends your right to use the service ends as well, your keys become "
        "invalid, and sections which by their nature should survive, such as those on liability, stay in force.",
        (
            "You may close your account at any time.",
            "The agreement may be ended with a notice of thirty days.",
            "Accounts that have not been used for a year are closed.",
        ),
    ),
    Section(
        "Governing law",
        "This agreement is governed by the law of the place where our company has its seat, without its rules on "
        "conflicts of law. Should one provision be invalid the others stay in force.",
        (
            "The courts of that place decide all disputes.",
            "All disputes are decided by binding arbitration.",
            "Before going to court both parties try to settle a dispute by talking.",
        ),
    ),
)
