"""The words by which a policy of each kind is known, in seven languages: its names, and the things such texts speak of.

Phrases are in small letters, one per ``|`` or line. Names are looked for in titles, headings and URLs, clauses in the text.
Languages stand side by side in one list: the words of one hardly ever occur in another.
"""

from __future__ import annotations

import re
from typing import Final


def _listed(block: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in block.replace("\n", "|").split("|") if phrase.strip())


#: Kind -> what a document of that kind is called, as an expression over a title in small letters. The first that fits counts,
#: so the narrower kinds come first: a "cookie privacy notice" is about cookies.
NAMES: Final = {
    "dpa": re.compile(
        r"data processing (addendum|agreement|terms|policy)|data protection (addendum|agreement)|\bdpa\b|auftrags(daten)?verarbeitung"
        r"|\bavv\b|accord (de|sur le) traitement|verwerkersovereenkomst|acuerdo de tratamiento|データ処理"
    ),
    "cookies": re.compile(
        r"cookies? (policy|notice|statement|declaration|use|information)|^\W*cookies?\W*$|(use|uso|utilizamos|gebruik).{0,12} cookies"
        r"|cookie-?(richtlinie|hinweise|erklärung|beleid|verklaring)|(politique|gestion).{0,24}cookies|política de cookies"
        r"|informativa.{0,12}cookie|クッキー|cookieポリシー"
    ),
    "acceptable-use": re.compile(
        r"acceptable use|\baup\b|fair us(e|age)|anti-?spam (policy|statement)|(messaging|usage|content|abuse) policy|code of conduct"
        r"|nutzungsrichtlinie|politique d'utilisation acceptable|uso aceptable|uso aceitável|禁止事項"
    ),
    "terms": re.compile(
        r"terms (of|and|&|for) |\bterms\b|\btos\b|\beula\b|conditions of (use|sale)|(user|customer|license|licence|service|services"
        r"|subscriber|subscription|member|membership) agreement|legal (notices?|terms)|geschäftsbedingungen|nutzungsbedingungen|\bagb\b"
        r"|conditions (générales|d'utilisation)|\bcg[uv]\b|mentions légales|términos|condiciones (de|generales)|aviso legal"
        r"|termos (de|e)|condições|condizioni|termini (di|e)|voorwaarden|規約|利用条件"
    ),
    "privacy": re.compile(
        r"privacy|datenschutz|confidentialité|vie privée|(protection|traitement) (de vos|des) données|données personnelles|privacidad"
        r"|protección de datos|privacidade|proteção de dados|informativa|riservatezza|persoonsgegevens|プライバシー|個人情報"
        r"|data protection (information|notice|policy|statement)|personal (data|information)|integritetspolicy|prywatności"
        r"|конфиденциальност|隐私|隱私|개인정보"
    ),
    "policy": re.compile(
        r"(refunds?|returns?|copyright|dmca|security|disclosure|trademark|complaints|billing|cancell?ation|accessibility|retention"
        r"|community|content|recording) (policy|guidelines|statement)|service level agreement|\bsla\b|\bpolicy\b|code of practice"
    ),
}

#: A title that is a policy's and nothing else: its name with a few words around it, such as the vendor's.
PLAIN_NAME: Final = re.compile(
    r"^\W*(\w+ ){0,3}?(privacy|cookies?|terms|policy|policies|statement|notice|pledge|conditions"
    r"|agreement|addendum|use|service|sale|eula|aup|tos|sla|dpa|legal|data|protection|processing|acceptable|and|of|&|for|to|de|information"
    r"|datenschutz\w*|privacy\w+|nutzungs\w+|agb|allgemeine|geschäftsbedingungen|politique|confidentialité|conditions|générales|vente"
    r"|d'utilisation|política|politica|privacidade?|aviso|términos|y|condiciones|uso|termos|e|informativa|sui|sulla|voorwaarden|algemene)\b.{0,24}$"
)

_CLAUSES = {
    "privacy": """we collect|information we|collect information|collect personal|personal information|personal data|personally identif
your information|your data|e-mail address|email address|ip address|log files|log data|cookies|third parties|third party|opt out|opt-out|unsubscribe
we do not sell|not sell|sell, rent|share your|share personal|we share|disclose|court order|required by law|law enforcement|comply with|consent
retain|data retention|retention|erasure|delete|rectification|withdraw|data controller|controller|legal basis|legitimate interest
supervisory authority|data subject|protection officer|children under|under 13|under thirteen|california|security measures|encrypt|confidential
aggregate|demographic|affiliates|merger|transferred|privacy policy|privacy statement|privacy notice|data protection
personenbezogen|datenschutz|daten werden|erhoben|an dritte|auskunft|löschung|speicher|rechtsgrundlage|einwilligung|widerspruch
données personnelles|données à caractère|vos données|responsable du traitement|consentement|finalité|conservation|rectification|cnil|à des tiers
datos personales|sus datos|sus datos personales|tratamiento|terceros|consentimiento|finalidad|rectificación|derecho a|derechos|oposición
dados pessoais|seus dados|suas informações|informações pessoais|consentimento|terceiros|lgpd|titular|privacidade|recolhemos|coletadas
dati personali|titolare del trattamento|interessat|consenso|trattamento|terzi|rettifica|cancellazione
persoonsgegevens|uw gegevens|derden|verwerkt|bewaren|inzage|toestemming|persoonlijke informatie
個人情報|第三者|利用目的|同意|開示|訂正|削除|取り扱|法令""",
    "terms": """you agree|agree to be bound|by using|by accessing|these terms|this agreement|terms of service|terms of use|terms and conditions
as is|as available|without warranty|warranties|merchantability|fitness for|liable|liability|damages|indemnif|governed by|governing law|laws of
jurisdiction|arbitration|terminate|termination|intellectual property|copyright|license|licence|non-exclusive|reverse engineer|sublicens|suspend
shall|fees|invoice|refund|notice|entire agreement|severab|force majeure|your account|breach|prohibited|written consent|at any time
vertrag|haftung|haftet|kündig|gerichtsstand|recht|bedingungen|gewähr|nutzer|anbieter|zahlung
présentes conditions|les présentes|responsabilité|tribunaux|droit applicable|droit français|propriété intellectuelle|résili|litige|contrat|commande
términos|responsable|tribunales|usuario|se reserva|reservamos el derecho|obliga|controversia|fuero
termos|leis|responsável por|danos|modificar|regidos|concorda|permissão
condizioni|responsabil|contratto|foro|diritti
overeenkomst|aansprakelijk|voorwaarden|geschillen|overmacht|rechter|van toepassing
本規約|規約|利用者|損害|責任|準拠法|禁止|免責|違反""",
    "cookies": """cookies|a cookie is|cookies are|session cookies|persistent cookies|third-party cookies|third party cookies|strictly necessary
analytics|browser|block or delete|delete cookies|refuse|disable|local storage|pixels|expire|we use cookies|cookie settings|advertising cookies
preferences|text files|small file|use of cookies|hard drive|mobile device|similar technologies|consent
tecnici|terminale|cookie|traceurs|navigateur|navegador|propias|einstellungen""",
    "dpa": """processor|controller|sub-processor|subprocessor|sub-processors|on behalf of|instructions|addendum|personal data breach|breach
technical and organi|standard contractual clauses|data subject|article 28|audit|deletes or returns|process personal data|undue delay
forms part of|supplements|the customer|third country|schedule
auftragnehmer|auftraggeber|auftragsverarbeiter|weisung|unterauftrag|sous-traitant|verwerker|responsable del tratamiento|encargado""",
    "acceptable-use": """you may not|may not use|must not|not to|prohibited|violate|violation|spam|unsolicited|bulk|abuse|illegal|unlawful|fraud
harass|threaten|viruses|interfere|unauthori|suspend|terminat|report|hate speech|phishing|consent|opt-out|infring|obscene|defamatory
network|excessive|unlimited|usage|fair|autodial|auto-dial|robocall""",
    "policy": """this policy|eligible|refund|credit|service credit|non-refundable|we may|we will|in accordance|notice|infring|uptime|exclusions
sole and exclusive|must|request|days|this agreement|commitment|may be revised|report|legal action|out of scope""",
}
CLAUSES: Final = {kind: _listed(block) for kind, block in _CLAUSES.items()}

#: What only the text itself says: it speaks of itself, binds, or tells what "we" do with what is yours.
BINDING: Final = _listed("""this policy|this privacy|this statement|this notice|this cookie|this agreement|this addendum|this site uses cookies
these terms|this aup|this eula|this acceptable|this data|this page describes|following discloses|by using|by accessing
by clicking|by entering|by registering|by continuing|you agree|you consent|you acknowledge|you may not|you must not|you will not|you shall|shall
we collect|we may|we do not|we will not|we never|we use|we share|we process|we retain|we keep|we disclose|we store|we need|we reserve|does not collect
reserve the right|your rights|you have the right|you may request|you can opt|you may ask|contact us if|your consent|no event|without notice
we provide|we will post|change our|not responsible for|is required to|we employ|we cannot guarantee|not linked to
is governed|be governed|is committed to|are committed to|may be modified|as required by|are provided|is provided|must not|may not use|will not be
wir verarbeiten|wir erheben|wir nehmen|wir verwenden|sie haben|recht auf|dieser vertrag|diese bedingungen|diese nutzungs|verpflichtet|haftet|haftung
nous collectons|nous ne|nous utilisons|vous disposez|vous pouvez exercer|les présentes|la présente|vos droits|ne saurait
le informamos|podrá ejercer|usted tiene derecho|utilizamos|nos reservamos|usted acepta|se obliga|no transferir|los presentes|no serán cedidos
esta política|estes termos|você concorda|não compartilhamos|tem o direito|utilizamos|recolhemos|os dados são|você não pode
i dati personali|hanno il diritto|titolare del|questo sito utilizza|l'utente può|non sono comunicati
wij bewaren|wij gebruiken|wij zullen|u hebt het recht|u heeft het recht|uw gegevens|van toepassing|is niet aansprakelijk|persoonsgegevens van
当社は|弊社は|本規約|この規約|ものとします|お客様の|いたしません|負いません|ありません""")
