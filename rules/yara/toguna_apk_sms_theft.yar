// Android applications that read messages and send them away.
rule toguna_apk_sms_theft
{
    meta:
        id = "TGN-Y-0036"
        title = "Android application that reads and forwards text messages"
        description = "The application may read and receive text messages and knows a way to send them out: made to steal one-time codes of banks and mobile money. Ask how it was installed; the phone must be wiped, not only cleaned."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1636/004/"
        reference = "https://attack.mitre.org/techniques/T1582/"
        falsepositives = "Messaging applications, which do not talk to a bot or a bare address"
    strings:
        $perm1 = "android.permission.READ_SMS" ascii wide
        $perm2 = "android.permission.RECEIVE_SMS" ascii wide
        $act1 = "android.provider.Telephony.SMS_RECEIVED" ascii wide
        $act2 = "content://sms" ascii wide
        $act3 = "BIND_ACCESSIBILITY_SERVICE" ascii wide
        $out1 = "api.telegram.org/bot" ascii wide
        $out2 = /https?:\/\/[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}[:\/]/ ascii wide
        $out3 = "discord.com/api/webhooks/" ascii wide
    condition:
        filesize < 100MB and any of ($perm*) and any of ($act*) and any of ($out*)
}
