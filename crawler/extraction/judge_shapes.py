"""What pages are that are no policy: the words of error pages, parked domains, walls and shells, and of other kinds of page.

Each shape is a list of expressions over a page's words in small letters; what stands in the title or a heading counts more.
They are written from the wording that web servers, registrars and their like have used since 1998, in seven languages.
"""

from __future__ import annotations

import re
from typing import Final


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


#: Shape -> what it says. Each different expression that is found is one piece of evidence.
SHAPES: Final[dict[str, tuple[re.Pattern[str], ...]]] = {
    "soft-404": (
        _any(
            r"(page|file|document|url|address|resource)( you \w+( \w+)?)?( could| can)?( ?not|n't)( be)? (found|exist|available)",
            r"not found",
        ),
        _any(r"\b404\b", r"error 4\d\d"),
        _any(r"(couldn't|can't|cannot|could not|unable to) find (that|the|this|what)", r"no longer (exists|available|here)"),
        _any(
            r"(page|address|document)[^.]{0,40}(does not|doesn't) exist",
            r"(was|been|be) (moved|removed|deleted)",
            r"had its name changed",
        ),
        _any(
            r"(check|verify) (your|the) (spelling|url|address|link)",
            r"spelled correctly",
            r"old link",
            r"update (it|your bookmarks)",
        ),
        _any(
            r"nicht gefunden", r"existiert (leider )?nicht", r"adresse auf tippfehler", r"introuvable", r"n'existe (pas|plus)"
        ),
        _any(
            r"no encontrad[ao]",
            r"no existe",
            r"não encontrada",
            r"não existe",
            r"non trovata",
            r"niet gevonden",
            r"見つかりません",
        ),
    ),
    "parked": (
        _any(
            r"(domain|website|name|site)( name)? (\S+ )?(is|may be) (available |now )?(for sale|for purchase)",
            r"(buy|purchase) this (domain|name)",
        ),
        _any(
            r"(domain|site) (is )?parked",
            r"parked (free|domain)",
            r"domain (\S+ )?has expired",
            r"premium domain",
            r"expired domain",
        ),
        _any(r"related searches", r"sponsored (links|listings|results)", r"best source for all of the information"),
        _any(r"make an offer", r"price quote", r"backorder", r"inquire about this", r"own this domain", r"is this your domain"),
        _any(
            r"future home of",
            r"site owner, log in",
            r"recently registered",
            r"default web (site )?page",
            r"renew it",
            r"your registrar",
        ),
        _any(
            r"domain (steht )?(zum verkauf|ist geparkt)",
            r"dominio (está )?en venta",
            r"domaine est à vendre",
            r"domein te koop",
        ),
    ),
    "login-wall": (
        _any(
            r"(sign|log) ?in to (continue|your|view|access)",
            r"(customer|member|user) log ?in\b",
            r"members only",
            r"please (sign|log) in",
        ),
        _any(
            r"forg(o|otten|ot) (your )?(password|pin)",
            r"lost (your )?(password|pin)",
            r"reset (it|your password)",
            r"remember me",
        ),
        _any(r"create an account", r"sign up", r"join now", r"don't have an account", r"not (a member|registered)"),
        _any(r"(user ?name|email|member number)[^.]{0,40}(and|\.) (your )?(password|pin)", r"session has expired"),
        _any(
            r"anmelden",
            r"passwort vergessen",
            r"angemeldet bleiben",
            r"connectez-vous",
            r"mot de passe oublié",
            r"se connecter",
        ),
        _any(
            r"iniciar sesión",
            r"olvidado su contraseña",
            r"esqueceu (a |sua )?senha",
            r"password dimenticata",
            r"wachtwoord vergeten",
        ),
        _any(r"ログイン", r"パスワードをお忘れ"),
    ),
    "consent-wall": (
        _any(
            r"accept all",
            r"reject all",
            r"accept cookies",
            r"only necessary",
            r"alle akzeptieren",
            r"nur notwendige",
            r"tout accepter",
        ),
        _any(
            r"(manage|more|cookie|privacy) (options|choices|preferences|settings)",
            r"customi[sz]e",
            r"granular choices",
            r"einstellungen",
        ),
        _any(
            r"we value your privacy",
            r"before you (continue|go on)",
            r"your (privacy )?choices",
            r"(wir brauchen )?ihre zustimmung",
        ),
        _any(r"(our|\d+) partners", r"nos partenaires", r"unsere partner", r"personali[sz]ed (ads|advertising|content)"),
        _any(
            r"store (and|or) access",
            r"storing of cookies",
            r"stock(er|ons) (et|ou) accéd",
            r"publicités personnalisées",
            r"sans publicité",
        ),
        _any(
            r"accepter et continuer",
            r"tout refuser",
            r"continuer sans accepter",
            r"paramétrer",
            r"aceptar todo",
            r"aceitar todos",
        ),
        _any(r"click(ing)? (below|\W?accept)", r"mit einem klick", r"accetta tutti", r"alles accepteren", r"すべて受け入れる"),
    ),
    "bot-wall": (
        _any(
            r"checking (your browser|if the site)",
            r"review the security of your connection",
            r"security check",
            r"one more step",
        ),
        _any(r"captcha", r"(prove|verify|proves)( that)? you('re| are) (a )?(human|person|not a)", r"not a (robot|program)"),
        _any(r"\bray id\b", r"reference #", r"ddos protection", r"security by", r"incident id"),
        _any(
            r"access denied",
            r"don't have permission",
            r"attention required",
            r"blocked your request",
            r"has been blocked",
            r"forbidden",
        ),
        _any(
            r"unusual traffic",
            r"automated (traffic|requests)",
            r"you were a bot",
            r"pardon our interruption",
            r"super-?human speed",
        ),
        _any(r"just a moment", r"redirect to your requested content", r"allow up to \d+ seconds", r"type the characters"),
    ),
    "script-shell": (
        _any(
            r"(enable|turn on|turn|requires?|without|needs?|activate)[^.]{0,30}java ?script",
            r"java ?script (is|must|needs|has)[^.]{0,30}",
        ),
        _any(r"you should be redirected", r"redirecting", r"if you are not redirected", r"click here if"),
        _any(r"^\W*loading\b", r"loading\.\.\.", r"please wait", r"scripting is switched", r"being prepared"),
        _any(
            r"does(n't| not) work properly without",
            r"browser (is )?not supported",
            r"javascript (aktivieren|erforderlich)",
            r"activer javascript",
        ),
    ),
}

#: Reasons in words for each shape.
SHAPE_REASON: Final = {
    "soft-404": "says that the page was not found",
    "parked": "offers the domain name itself, or advertising in its place",
    "login-wall": "asks visitors to log in first",
    "consent-wall": "asks for consent to cookies before anything is shown",
    "bot-wall": "checks whether the visitor is a person",
    "script-shell": "is empty until a program in the browser fills it",
    "frameset": "is only a frame around other pages",
}

#: Other kinds of page -> what gives them away.
GENRES: Final[dict[str, tuple[re.Pattern[str], ...]]] = {
    "a blog post or an article": (
        _any(r"posted (by|on|in)", r"published \d", r"^.{0,200}\b(by|von) [a-z]+( [a-z]+)?, ", r"filed under"),
        _any(
            r"\bmin(ute)?s? read",
            r"lesezeit",
            r"\btags?:",
            r"read (on|more)",
            r"\d+ comments",
            r"comments \(\d",
            r"leave a comment",
        ),
        _any(
            r"share (this|it|on)",
            r"related posts",
            r"(previous|next) post",
            r"subscribe to (our|the) (blog|news)",
            r"teilen sie diesen",
        ),
        _any(
            r"in this (post|article)",
            r"\btips?\b",
            r"let's",
            r"here (is|are) (what|three|five|our|the|some)",
            r"i'll show",
            r"you're not alone",
        ),
        _any(
            r"your (business|company|startup|website) (has|is|needs|must|should)",
            r"you (absolutely )?need to",
            r"best practices",
            r"if you haven't",
        ),
        _any(
            r"(last|past|recent|next) (few |three )?(year|week|month|day)s?\b",
            r"days ago",
            r"years later",
            r"according to [a-z]+",
            r"survey of",
        ),
        _any(
            r"(companies|businesses|firms|websites|lawyers|advocates) (have|are|must|need|should|do not|don't|were)",
            r"\b(says|said|asked)\b",
        ),
        _any(
            r"\binbox(es)?\b",
            r"hot topic",
            r"interview",
            r"nobody",
            r"wonder",
            r"here to stay",
            r"the kicker",
            r"erklärt",
            r"unser tipp",
        ),
    ),
    "an article by its title": (
        _any(
            r"^(how to|why|what|when|should|are|is your|\d+ (tips|things|ways|reasons))\b",
            r"^(was|warum|wie|pourquoi|comment|por qué|cómo) ",
        ),
    ),
    "a press release": (
        _any(r"(today|has) announced", r"announced today", r"announces", r"news release", r"press release", r"receives?d? "),
        _any(r"(press|media) (contact|office)", r"for more information contact", r"download photos"),
        _any(r"[”\"] (said|commented|says)", r"said [a-z]+ [a-z]+, ", r"proud to", r"leading provider"),
        _any(
            r"^[a-z ,.]{3,40}(january|february|march|april|may|june|july|august|september|october|november|december) \d+, \d{4} ?[-–—]",
            r"about \w+:",
        ),
    ),
    "documentation": (
        _any(r"\bapi\b", r"\bsdk\b", r"endpoint", r"webhook"),
        _any(r"\bcurl\b", r"(get|post|put|delete) /", r"https?://api\.", r"\w+\(\)", r"```"),
        _any(
            r"parameters?\b",
            r"(example )?(request|response)\b",
            r"integer",
            r"boolean",
            r"\bstring\b",
            r"returns \d",
            r"http \d\d\d",
        ),
        _any(r"see also", r"migration guide", r"rate limit", r"attributes"),
    ),
    "a job advertisement": (
        _any(r"apply now", r"send (us )?your (cv|resume)", r"cover letter", r"by applying"),
        _any(r"we are looking for", r"is looking for", r"you (will|have)\b", r"we expect", r"years of (experience|practice)"),
        _any(r"we offer", r"equal opportunity", r"full time", r"part time", r"health insurance", r"flexible hours"),
    ),
    "a forum thread": (
        _any(r"thread", r"posts: \d", r"join date"),
        _any(r"repl(y|ies)", r"quote"),
        _any(r"bulletin board", r"forums?\b", r"anyone else"),
    ),
    "a list of search results": (
        _any(r"search results", r"results for"),
        _any(r"showing \d", r"\d+ results"),
        _any(r"next page", r"filter by"),
    ),
    "a price list": (
        _any(r"\bpric(es?|ing)\b", r"tarife", r"preise"),
        _any(r"[$€£] ?\d", r"\d\.\d\d"),
        _any(r"per (month|minute|message)", r"no (hidden fees|contracts?)", r"contact (our )?sales", r"compare all"),
    ),
    "about the company": (
        _any(r"was founded", r"our story", r"our values", r"founded in", r"began in", r"started when"),
        _any(r"our team", r"management", r"investors", r"people from", r"we are hiring", r"chief executive"),
    ),
    "questions and answers about a product": (
        _any(r"frequently asked", r"\bfaq\b", r"browse \d+ articles", r"can't find an answer"),
        _any(r"how (do|can) i", r"which .{3,40}\?", r"what happens", r"is it legal"),
        _any(r"contact support", r"write to support", r"install"),
    ),
    "a contact page": (
        _any(r"contact us", r"write to us", r"opening hours"),
        _any(r"telephone", r"call (us|you back)"),
        _any(r"form below", r"monday to friday"),
    ),
}

#: What a home page says: calls to buy, praise, news.
HOME: Final[tuple[re.Pattern[str], ...]] = (
    _any(
        r"get started",
        r"start (for )?free",
        r"sign up",
        r"free trial",
        r"try (it|ten|free|now)",
        r"order now",
        r"download now",
        r"無料トライアル",
        r"jetzt testen",
    ),
    _any(
        r"watch the video",
        r"(view|read) the docs",
        r"see (all )?(features|prices)",
        r"talk to sales",
        r"資料請求",
        r"learn more",
    ),
    _any(r"trusted by", r"customers say", r"\bcustomers\b", r"testimonial", r"導入事例", r"in the (press|news)"),
    _any(
        r"how it works",
        r"why \w+\b",
        r"features",
        r"products",
        r"選ばれる理由",
        r"no (set-up fee|hardware|contract|monthly minimum)",
    ),
    _any(r"latest (from|news)", r"\bnews\b", r"webinar", r"お知らせ", r"what's new", r"blog"),
    _any(r"welcome to", r"visitor number", r"best viewed", r"guest book", r"never miss", r"build the future", r"win a"),
)
