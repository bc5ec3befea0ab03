// Server pages of phishing kits that send what was typed to a chat bot.
rule toguna_phish_kit_telegram
{
    meta:
        id = "TGN-Y-0007"
        title = "Phishing kit that sends what is typed to a chat bot"
        description = "A server page takes what a visitor typed and sends it to a Telegram bot. The bot's token in the file names the collector: keep the file sealed, ask the hoster for the visitors' log, and look for victims."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "critical"
        reference = "https://attack.mitre.org/techniques/T1598/003/"
        reference = "https://attack.mitre.org/techniques/T1567/"
        falsepositives = "A shop's own order notifier, which does not ask for passwords or codes"
    strings:
        $php = "<?php" nocase
        $bot1 = "api.telegram.org/bot" nocase
        $bot2 = "sendMessage" nocase
        $in1 = "$_POST[" nocase
        $in2 = "$_REQUEST[" nocase
        $what1 = "password" nocase
        $what2 = "passwd" nocase
        $what3 = "['pin']" nocase
        $what4 = "['otp']" nocase
        $what5 = "['cvv']" nocase
        $what6 = "code_secret" nocase
        $ip = "REMOTE_ADDR"
    condition:
        filesize < 1MB and $php and all of ($bot*) and any of ($in*) and any of ($what*) and $ip
}
