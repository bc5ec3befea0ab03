// Messages and pages that ask for a small fee to release a parcel.
rule toguna_parcel_fee_lure
{
    meta:
        id = "TGN-Y-0003"
        title = "Parcel held until a small fee is paid"
        description = "A parcel is said to be held and a small fee is asked by card or mobile money behind a link. The fee is not the aim: the card or code typed there is used for much larger amounts."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "medium"
        reference = "https://attack.mitre.org/techniques/T1566/002/"
        falsepositives = "A carrier's real customs notice, which names the sender and never asks for a code"
    strings:
        $parcel1 = "votre colis" nocase
        $parcel2 = "your parcel" nocase
        $parcel3 = "your package" nocase
        $parcel4 = "таны илгээмж"
        $parcel5 = "Таны илгээмж"
        $held1 = "frais de livraison" nocase
        $held2 = "frais de douane" nocase
        $held3 = "en attente de paiement" nocase
        $held4 = "customs fee" nocase
        $held5 = "delivery fee" nocase
        $held6 = "гаалийн хураамж"
        $held7 = "хүргэлтийн хураамж"
        $link1 = "http://" nocase
        $link2 = "https://" nocase
        $link3 = "hxxp" nocase
        $soon1 = "24 h" nocase
        $soon2 = "48 h" nocase
        $soon3 = "sera retourné" nocase
        $soon4 = "will be returned" nocase
        $soon5 = "буцаагдана"
        $soon6 = "24 цаг"
    condition:
        filesize < 1MB and any of ($parcel*) and any of ($held*) and any of ($link*) and any of ($soon*)
}
