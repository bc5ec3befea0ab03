// Pages that imitate a bank and ask for card or one-time code in one form.
rule toguna_bank_lookalike
{
    meta:
        id = "TGN-Y-0002"
        title = "Bank page that asks for card number and one-time code"
        description = "One form asks for a card number or sign-in together with a one-time code and sends it to a script. A bank never asks for both on one page: the form is made to empty the account while the person waits."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1566/002/"
        reference = "https://attack.mitre.org/techniques/T1056/003/"
        falsepositives = "A bank's own payment page that was saved whole"
    strings:
        $form = "<form" nocase
        $bank1 = "banque" nocase
        $bank2 = "bank" nocase
        $bank3 = "espace client" nocase
        $bank4 = "банк"
        $secret1 = "numéro de carte" nocase
        $secret2 = "card number" nocase
        $secret3 = "name=\"cvv\"" nocase
        $secret4 = "name=\"cardnumber\"" nocase
        $secret5 = "картын дугаар"
        $secret6 = "mot de passe" nocase
        $otp1 = "code reçu par sms" nocase
        $otp2 = "name=\"otp\"" nocase
        $otp3 = "one-time code" nocase
        $otp4 = "нэг удаагийн код"
        $send1 = /action=["'][a-zA-Z0-9_\-\/]{1,60}\.php/
        $send2 = /action=["']https?:\/\/[0-9]{1,3}\.[0-9]{1,3}\./
        $send3 = "api.telegram.org/bot"
    condition:
        filesize < 2MB and $form and any of ($bank*) and any of ($secret*) and any of ($otp*) and any of ($send*)
}
