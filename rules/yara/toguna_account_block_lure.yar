// Short messages that threaten to block an account unless a link is opened.
rule toguna_account_block_lure
{
    meta:
        id = "TGN-Y-0004"
        title = "Threat to block an account, with a link and a request for a code"
        description = "Threat, haste, a link and a request for a code in one short message: the usual shape of messages that empty mobile-money and bank accounts. One message seldom comes alone, so look for the same link in other reports."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "medium"
        reference = "https://attack.mitre.org/techniques/T1566/003/"
        falsepositives = "Warnings that quote such a message in order to explain it"
    strings:
        $acc1 = "votre compte" nocase
        $acc2 = "your account" nocase
        $acc3 = "таны данс"
        $acc4 = "Таны данс"
        $acc5 = "Таны бүртгэл"
        $thr1 = "sera bloqué" nocase
        $thr2 = "sera suspendu" nocase
        $thr3 = "a été suspendu" nocase
        $thr4 = "will be blocked" nocase
        $thr5 = "will be suspended" nocase
        $thr6 = "has been suspended" nocase
        $thr7 = "хаагдах"
        $thr8 = "түгжигдэх"
        $thr9 = "хаагдлаа"
        $link = /h(tt|xx)ps?:\/\/[^\s"'<>]{4,120}/ nocase
        $ask1 = "confirmez" nocase
        $ask2 = "vérifiez" nocase
        $ask3 = "confirm" nocase
        $ask4 = "verify" nocase
        $ask5 = "баталгаажуул"
        $ask6 = "шалгуул"
    condition:
        filesize < 64KB and any of ($acc*) and any of ($thr*) and $link and any of ($ask*)
}
