// Pages that imitate a mobile-money operator and ask for the secret code.
rule toguna_momo_lookalike
{
    meta:
        id = "TGN-Y-0001"
        title = "Mobile-money page that asks for the secret code"
        description = "The page speaks of mobile money, shows a USSD code and sends a typed secret code to an address. Operators never ask for the code on a web page: whoever typed it can lose the whole balance within minutes, so ask for a freeze before anything else."
        author = "Toguna project"
        version = "3"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1566/002/"
        reference = "https://www.gsma.com/solutions-and-impact/connectivity-for-good/mobile-for-development/mobile-money/"
        falsepositives = "An operator's own sign-in page, when it was saved and sent to us for comparison"
    strings:
        $page = "<form" nocase
        $money1 = "mobile money" nocase
        $money2 = "orange money" nocase
        $money3 = "moov money" nocase
        $money4 = "kanaga money" nocase
        $money5 = "argent mobile" nocase
        $money6 = "мобайл мөнгө"
        $money7 = "мобайл хэтэвч"
        $money8 = "Мобайл мөнгө"
        $money9 = "Мобайл хэтэвч"
        $ussd1 = "composez *" nocase
        $ussd2 = "tapez *" nocase
        $ussd3 = "dial *" nocase
        $ussd4 = "*000"
        $ussd5 = "#144#"
        $ussd6 = "*144"
        $ussd7 = "*100#"
        $ussd8 = "*123#"
        $pin1 = "code pin" nocase
        $pin2 = "code secret" nocase
        $pin3 = "name=\"pin\"" nocase
        $pin4 = "пин код"
        $pin5 = "нууц код"
        $send1 = /action=["']https?:\/\//
        $send2 = /action=["'][a-zA-Z0-9_\-]{1,40}\.php/
        $send3 = "fetch('http"
        $send4 = "fetch(\"http"
    condition:
        filesize < 2MB and $page and any of ($money*) and any of ($ussd*) and any of ($pin*) and any of ($send*)
}
