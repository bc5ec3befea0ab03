// Server pages of phishing kits that mail what was typed and forward the visitor.
rule toguna_phish_kit_mailer
{
    meta:
        id = "TGN-Y-0008"
        title = "Phishing kit that mails what is typed"
        description = "A server page gathers passwords or codes with the visitor's address, mails them away and forwards the visitor to the real site so that nothing is noticed. Others used the same page: ask the hoster for its log and for the mail address."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "critical"
        reference = "https://attack.mitre.org/techniques/T1598/003/"
        reference = "https://attack.mitre.org/techniques/T1056/003/"
        falsepositives = "A contact form, which does not ask for passwords"
    strings:
        $php = "<?php" nocase
        $mail = /mail\s{0,3}\(\s{0,3}\$/ nocase
        $in = /\$_(POST|REQUEST)\[\s?["'](pass|passwd|password|pin|otp|cvv|motdepasse)["']/ nocase
        $ip1 = "REMOTE_ADDR"
        $ip2 = "HTTP_USER_AGENT"
        $go = /header\s{0,3}\(\s{0,3}["']Location:/ nocase
    condition:
        filesize < 1MB and $php and $mail and $in and any of ($ip*) and $go
}
