// Messages by which a friend's stolen account asks for a code.
rule toguna_one_time_code_request
{
    meta:
        id = "TGN-Y-0034"
        title = "Message that asks to forward a code"
        description = "A contact asks for a code that \"came by mistake\". The contact's account was already taken over, and the code gives away the next one. Warn the sender by another way than the chat."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "medium"
        reference = "https://attack.mitre.org/techniques/T1111/"
        reference = "https://attack.mitre.org/techniques/T1534/"
        falsepositives = "Families who really share a code, and warnings that quote such a message"
    strings:
        $by1 = "par erreur" nocase
        $by2 = "by mistake" nocase
        $by3 = "андуурч"
        $by4 = "буруу явуул"
        $code1 = "code à 6 chiffres" nocase
        $code2 = "6-digit code" nocase
        $code3 = "six-digit code" nocase
        $code4 = "code que tu as reçu" nocase
        $code5 = "code you received" nocase
        $code6 = "6 оронтой код"
        $ask1 = "envoie" nocase
        $ask2 = "transfère" nocase
        $ask3 = "send it" nocase
        $ask4 = "forward" nocase
        $ask5 = "явуулаач"
        $ask6 = "дамжуул"
    condition:
        filesize < 64KB and any of ($by*) and any of ($code*) and any of ($ask*)
}
