// Web pages that replace a site to boast of an intrusion.
rule toguna_defacement_page
{
    meta:
        id = "TGN-Y-0028"
        title = "Defaced web page"
        description = "The page boasts of having entered the site. The intruder could change files, so the page is the visible part: keep a copy of the server as it is, then look for web shells and for the way in before putting the site back."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1491/002/"
        falsepositives = "Archives of defacements and articles about them"
    strings:
        $t1 = /<title>[^<]{0,60}(hacked|h4ck3d|pwned|owned|defaced)[^<]{0,80}<\/title>/ nocase
        $b1 = "hacked by" nocase
        $b2 = "h4ck3d by" nocase
        $b3 = "defaced by" nocase
        $b4 = "piraté par" nocase
        $b5 = "owned by" nocase
        $b6 = "хакердсан"
        $g1 = "greetz" nocase
        $g2 = "greets to" nocase
        $g3 = "we are anonymous" nocase
        $g4 = "your security" nocase
        $g5 = "security is low" nocase
        $g6 = "votre sécurité" nocase
        $g7 = "cyber team" nocase
        $g8 = "cyber army" nocase
        $g9 = "таны хамгаалалт"
    condition:
        filesize < 1MB and (($t1 and any of ($b*, $g*)) or (any of ($b*) and any of ($g*)))
}
