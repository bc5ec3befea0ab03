// Mails with a business name that are answered to a free mailbox.
rule toguna_mail_urgent_reply_to
{
    meta:
        id = "TGN-Y-0005"
        title = "Mail in a company's or director's name, answered to a free mailbox"
        description = "The mail asks for an urgent, confidential payment or new bank details, and its answers go to a free mailbox. This is how false invoices and false orders of directors begin: the payment must be checked by telephone on a known number."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1566/"
        reference = "https://attack.mitre.org/techniques/T1657/"
        falsepositives = "Small firms that really answer from a free mailbox"
    strings:
        $from = /\nFrom:[^\r\n]{1,200}/
        $reply = /\nReply-To:[^\r\n]{0,120}@(gmail|yahoo|outlook|hotmail|proton|mail|freemail)\.[a-z]{2,8}/ nocase
        $pay1 = "virement" nocase
        $pay2 = "nouveau rib" nocase
        $pay3 = "coordonnées bancaires" nocase
        $pay4 = "wire transfer" nocase
        $pay5 = "new bank details" nocase
        $pay6 = "шилжүүлэг"
        $pay7 = "дансны дугаар"
        $haste1 = "urgent" nocase
        $haste2 = "confidentiel" nocase
        $haste3 = "confidential" nocase
        $haste4 = "яаралтай"
        $haste5 = "Яаралтай"
        $haste6 = "avant midi" nocase
    condition:
        filesize < 2MB and $from and $reply and any of ($pay*) and any of ($haste*)
}
