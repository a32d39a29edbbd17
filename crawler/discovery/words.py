"""The words by which policies are linked and addressed, per kind and language.

Collected on 2026-11-22 from the archived footers of telecom vendors and from the statutes that name the pages: GDPR
(Datenschutzerklärung, politique de confidentialité, ...), the Indian IT rules of 2011 (privacy policy, grievance), the
Japanese APPI (個人情報保護方針) and the Act on Specified Commercial Transactions.
"""

from __future__ import annotations

from typing import Final


def _texts(written: str) -> tuple[str, ...]:
    return tuple(" ".join(text.split()) for text in written.split("|"))


#: kind -> language -> texts of links, the plainest first.
PHRASES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "privacy": {
        "en": _texts(
            "privacy policy | privacy statement | privacy notice | privacy | privacy and security | privacy security "
            "| data protection | data protection policy | data privacy | data privacy policy | your privacy | privacy "
            "centre | privacy center | information privacy | privacy practices | customer privacy | online privacy | "
            "privacy commitment | privacy guidelines | privacy rights"
        ),
        "de": _texts(
            "datenschutz | datenschutzerklärung | datenschutzhinweise | datenschutzbestimmungen | datenschutzrichtlinie"
        ),
        "fr": _texts(
            "politique de confidentialité | confidentialité | vie privée | protection des données | données "
            "personnelles | politique de protection des données | charte de confidentialité | respect de la vie "
            "privée"
        ),
        "es": _texts(
            "política de privacidad | privacidad | aviso de privacidad | protección de datos | política de protección "
            "de datos | declaración de privacidad"
        ),
        "pt": _texts(
            "política de privacidade | privacidade | aviso de privacidade | proteção de dados | declaração de privacidade"
        ),
        "it": _texts("informativa sulla privacy | informativa privacy | politica sulla privacy | tutela della privacy"),
        "nl": _texts("privacybeleid | privacyverklaring | privacy verklaring | privacy beleid | privacystatement"),
        "ja": _texts(
            "プライバシーポリシー | 個人情報保護方針 | 個人情報の取り扱いについて | 個人情報の取扱いについて | "
            "個人情報保護 | プライバシー"
        ),
        "hi": _texts("गोपनीयता नीति | गोपनीयता"),
    },
    "terms": {
        "en": _texts(
            "terms of service | terms of use | terms and conditions | terms conditions | terms | conditions of use | "
            "user agreement | service agreement | customer agreement | subscription agreement | master services "
            "agreement | master service agreement | developer agreement | developer terms | api terms | general terms "
            "| general terms and conditions | website terms | website terms of use | terms of sale | legal terms | "
            "tos | t c | t cs | t and c | license agreement | end user license agreement | eula | msa"
        ),
        "de": _texts(
            "allgemeine geschäftsbedingungen | agb | agbs | nutzungsbedingungen | geschäftsbedingungen | nutzungsbestimmungen"
        ),
        "fr": _texts(
            "conditions générales | conditions générales d'utilisation | conditions générales de vente | conditions "
            "d'utilisation | cgu | cgv | conditions générales de service"
        ),
        "es": _texts(
            "términos y condiciones | términos de servicio | términos de uso | condiciones de uso | condiciones "
            "generales | términos del servicio | condiciones del servicio"
        ),
        "pt": _texts(
            "termos e condições | termos de uso | termos de serviço | condições gerais | condições de uso | termos de "
            "utilização"
        ),
        "it": _texts(
            "termini e condizioni | termini di servizio | condizioni generali | condizioni d'uso | termini d'uso | "
            "condizioni di utilizzo"
        ),
        "nl": _texts("algemene voorwaarden | gebruiksvoorwaarden | servicevoorwaarden"),
        "ja": _texts("利用規約 | サービス利用規約 | ご利用規約 | ご利用条件 | サービス約款"),
        "hi": _texts("सेवा की शर्तें | नियम और शर्तें | उपयोग की शर्तें"),
    },
    "cookies": {
        "en": _texts(
            "cookie policy | cookies policy | cookie notice | cookie statement | cookies | use of cookies | about cookies"
        ),
        "de": _texts("cookie richtlinie | cookie richtlinien | cookie hinweise | cookie erklärung | cookierichtlinie"),
        "fr": _texts(
            "politique de cookies | politique relative aux cookies | politique en matière de cookies | gestion des cookies"
        ),
        "es": _texts("política de cookies | aviso de cookies | uso de cookies"),
        "pt": _texts("política de cookies | aviso de cookies"),
        "it": _texts("politica sui cookie | informativa sui cookie | informativa cookie"),
        "nl": _texts("cookiebeleid | cookieverklaring | cookie beleid"),
        "ja": _texts("クッキーポリシー | cookieポリシー | cookie ポリシー | cookieについて"),
    },
    "dpa": {
        "en": _texts(
            "data processing agreement | data processing addendum | data protection addendum | data protection "
            "agreement | data processing terms | dpa | gdpr dpa"
        ),
        "de": _texts("auftragsverarbeitung | auftragsverarbeitungsvertrag | auftragsdatenverarbeitung | avv"),
        "fr": _texts("accord de traitement des données | accord sur le traitement des données"),
        "es": _texts("acuerdo de procesamiento de datos | acuerdo de tratamiento de datos"),
        "pt": _texts("acordo de processamento de dados | contrato de processamento de dados"),
        "it": _texts("accordo sul trattamento dei dati | nomina a responsabile del trattamento"),
        "nl": _texts("verwerkersovereenkomst | bewerkersovereenkomst"),
        "ja": _texts("データ処理契約 | データ処理補遺"),
    },
    "acceptable-use": {
        "en": _texts(
            "acceptable use policy | acceptable use | aup | fair use policy | fair usage policy | anti spam policy | "
            "antispam policy | anti spam | messaging policy | prohibited uses | usage policy | spam policy"
        ),
        "de": _texts("nutzungsrichtlinie | nutzungsrichtlinien | fair use richtlinie | richtlinie zur akzeptablen nutzung"),
        "fr": _texts("politique d'utilisation acceptable | politique d'utilisation | charte d'utilisation"),
        "es": _texts("política de uso aceptable | uso aceptable | política de uso"),
        "pt": _texts("política de uso aceitável | uso aceitável | política anti spam"),
        "it": _texts("politica di utilizzo accettabile | politica di uso accettabile"),
        "nl": _texts("beleid voor acceptabel gebruik | fair use beleid | fair use policy"),
        "ja": _texts("利用ポリシー | 利用規定 | スパム対策ポリシー"),
    },
    "policy": {
        "en": _texts(
            "refund policy | refund and cancellation policy | refund cancellation policy | cancellation policy | "
            "service level agreement | sla | copyright policy | dmca policy | security policy | "
            "safe harbor policy | safe harbour policy"
        ),
    },
}

#: Words that only addresses use; the short ones (up to 4 letters) count as whole words between separators.
ADDRESS_WORDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "privacy": {
        "en": _texts("privacy | privpol | dataprotection | pp"),
        "de": _texts("datenschutz"),
        "fr": _texts("confidentialite | vieprivee"),
        "es": _texts("privacidad"),
        "pt": _texts("privacidade"),
    },
    "terms": {
        "en": _texts("terms | termsandconditions | tos | tou | eula | tandc | tnc | msa | conditions"),
        "de": _texts("agb"),
        "fr": _texts("cgu | cgv"),
        "ja": _texts("kiyaku"),
    },
    "cookies": {"en": _texts("cookiepolicy | cookies | cookie")},
    "dpa": {"en": _texts("dpa | dataprocessing | gdprdpa"), "de": _texts("avv")},
    "acceptable-use": {"en": _texts("aup | acceptableuse | antispam | fairuse | fairusage")},
}

#: Words beside a phrase that change nothing about what is meant ("View our updated Privacy Policy 2018").
FILLERS: Final = frozenset(
    _texts(
        "a | an | and | the | our | your | of | to | in | on | for | at | by | is | please | see | view | read | more | "
        "full | here | this | website | site | web | online | page | policy | policies | statement | notice | legal | "
        "company | corporate | general | global | updated | update | current | latest | version | us | eu | uk | "
        "usa | en | html | pdf | der | die | das | und | zur | zum | unsere | la | le | les | el | los | las | de | du "
        "| des | di | del | della | e | y | et | i | o | nos | notre | nuestra | nossa | nostra | onze | van | het"
    )
)
