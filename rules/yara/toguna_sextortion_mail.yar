// Mails that claim to have filmed the person and ask for coins.
rule toguna_sextortion_mail
{
    meta:
        id = "TGN-Y-0038"
        title = "Blackmail mail that claims intimate recordings"
        description = "The mail claims recordings and asks for coins. Nearly always nothing was recorded and a password from an old leak lends it weight. Calm the person first; do not pay; change that password."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "medium"
        reference = "https://attack.mitre.org/techniques/T1657/"
        falsepositives = "Warnings that quote such a mail"
    strings:
        $rec1 = "recorded you" nocase
        $rec2 = "your webcam" nocase
        $rec3 = "votre webcam" nocase
        $rec4 = "je vous ai filmé" nocase
        $rec5 = "vidéo intime" nocase
        $rec6 = "камераар"
        $rec7 = "бичлэг"
        $pay1 = "bitcoin" nocase
        $pay2 = "btc" nocase fullword
        $pay3 = "биткойн"
        $pay4 = /bc1q[0-9a-z]{20,60}/
        $thr1 = "your contacts" nocase
        $thr2 = "tous vos contacts" nocase
        $thr3 = "your friends and family" nocase
        $thr4 = "48 h" nocase
        $thr5 = "найз нөхөд"
        $thr6 = "тараана"
    condition:
        filesize < 256KB and any of ($rec*) and any of ($pay*) and any of ($thr*)
}
