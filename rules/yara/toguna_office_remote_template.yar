// Office files that load a template or object from the network.
rule toguna_office_remote_template
{
    meta:
        id = "TGN-Y-0021"
        title = "Office file that loads a template from the network"
        description = "The document fetches a template or object from an address when it is opened, so that the harmful part never travels by mail. The address belongs in the indicators; ask the proxy who fetched it."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1221/"
        falsepositives = "Organisations that keep their templates on an intranet address"
    strings:
        $rels = "<Relationships" nocase
        $ext = "TargetMode=\"External\"" nocase
        $kind1 = "/attachedTemplate" nocase
        $kind2 = "/oleObject" nocase
        $kind3 = "/frame" nocase
        $net1 = /Target="(mhtml:)?https?:\/\/[^"]{4,200}"/ nocase
        $net2 = /Target="file:\/\/\\{0,2}[^"]{4,200}"/ nocase
        $net3 = /Target="\\\\[^"]{4,200}"/
    condition:
        filesize < 1MB and $rels and $ext and any of ($kind*) and any of ($net*)
}
