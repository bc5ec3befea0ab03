// What people write when a thing has happened to them, in French, English and Mongolian, as votes for an RSIT type. Folded: lower case, no accents, ү→у, ө→о, ё→е.
import type { RsitType } from "../rsit/model.ts";

export interface SymptomWords {
  /** Key of the reason in the catalogue's room `triage`. */
  reason: string;
  type: RsitType;
  weight: number;
  /** Any of these parts of words. */
  words: string[];
}

export const symptomWords: SymptomWords[] = [
  {
    reason: "ransom",
    type: "system-compromise",
    weight: 3,
    words:
      "rancon|ransom|sont chiffres|ete chiffres|fichiers chiffres|fichiers illisibles|encrypted our|files are encrypted|files were encrypted|files unreadable|барьцаал|шифрлэ|файл нээгдэхгуй|decrypt your files".split(
        "|",
      ),
  },
  {
    reason: "phishing",
    type: "phishing",
    weight: 3,
    words:
      "hameconnage|phishing|faux site|fake site|fake page|fausse page|lien suspect|suspicious link|courriel frauduleux|message suspect|suspicious message|suspicious email|хуурамч сайт|фишинг|сэжигтэй холбоос|сэжигтэй мессеж|confirmez ici|verify your account|verifiez votre compte|compte sera bloque|account will be blocked|bloque, confirmez|данс хаагдана|баталгаажуул".split(
        "|",
      ),
  },
  {
    reason: "money",
    type: "unauthorised-use-of-resources",
    weight: 2.5,
    words:
      "pris mon argent|on m'a pris|argent a disparu|argent vole|vole mon argent|took my money|stole my money|money is gone|money was taken|transfert non autorise|unauthorised transfer|unauthorized transfer|code pin|mobile money|argent mobile|монго алд|монгийг авсан|монго авсан|монго шилж|залилан|луйвар|arnaque|escroquerie|scam|fraude".split(
        "|",
      ),
  },
  {
    reason: "account",
    type: "unprivileged-account-compromise",
    weight: 2.5,
    words:
      "compte pirate|pirate mon compte|plus acces a mon compte|acces a mon compte|account hacked|hacked my account|locked out of my account|cannot get into my account|account was taken|бурт гэл|буртгэл булаа|хаягаа алд|нэвтэрч чадахгуй|password changed|mot de passe a ete change|mot de passe change".split(
        "|",
      ),
  },
  {
    reason: "impersonation",
    type: "masquerade",
    weight: 2.5,
    words:
      "usurp|se fait passer|utilise mon nom|utilise mes photos|faux profil|fake profile|pretends to be|impersonat|uses my name|uses my photo|нэрийг ашигл|дур эсгэ|хуурамч профайл|миний зураг".split(
        "|",
      ),
  },
  {
    reason: "extortion",
    type: "harmful-speech",
    weight: 2.5,
    words:
      "chantage|sextorsion|menace de publier|me menace|photos intimes|blackmail|sextortion|threatens to publish|threatens me|intimate pictures|заналхийл|айлган сурдуул|дарамтал|harcel|harass".split(
        "|",
      ),
  },
  {
    reason: "ddos",
    type: "ddos",
    weight: 3,
    words:
      "ddos|deni de service|denial of service|site est inaccessible|site inaccessible|flood|saturation du reseau|уйлчилгээ тасал|сайт унасан|хандалт тасар".split(
        "|",
      ),
  },
  {
    reason: "defacement",
    type: "unauthorised-information-modification",
    weight: 3,
    words:
      "deface|defigur|site a ete modifie|page d'accueil remplacee|page d'accueil a ete|website changed|home page was replaced|homepage replaced|нуур хуудас оорчл|нуур хуудсыг сольсон|hacked by".split(
        "|",
      ),
  },
  {
    reason: "leak",
    type: "data-leak",
    weight: 2.5,
    words:
      "fuite de donnees|donnees publiees|donnees de clients|base de donnees en vente|data leak|data breach|leaked|published our data|sent to the wrong|mauvais destinataire|алдагд|мэдээлэл задар|мэдээлэл тарсан|dump".split(
        "|",
      ),
  },
  {
    reason: "strangers",
    type: "system-compromise",
    weight: 2.5,
    words:
      "intrus|porte derobee|backdoor|web shell|webshell|connexions inconnues|unknown logins|strangers in our|connexion rdp|rdp|новтор|нэвтэрсэн|зовшоорол гуй нэвтэр|зовшоорологуй хандалт|compte administrateur|administrator account".split(
        "|",
      ),
  },
  {
    reason: "bruteforce",
    type: "brute-force",
    weight: 2.5,
    words:
      "brute force|force brute|tentatives de connexion|failed logins|login attempts|echecs de connexion|нэвтрэх оролдлого|нууц уг таа".split(
        "|",
      ),
  },
  {
    reason: "malware",
    type: "infected-system",
    weight: 2.5,
    words:
      "virus|malware|logiciel malveillant|telephone bizarre|comporte bizarrement|pop-up|trojan|cheval de troie|хортой|acts strangely|behaves strangely|stealer|macro".split(
        "|",
      ),
  },
  {
    reason: "vulnerability",
    type: "vulnerable-system",
    weight: 2.5,
    words:
      "vulnerab|faille|sql injection|injection sql|xss|cve-|unpatched|non corrige|эмзэг байдал|open port|port ouvert|base ouverte|exposed database|mongodb".split(
        "|",
      ),
  },
  {
    reason: "scan",
    type: "scanner",
    weight: 2,
    words: "scan de ports|port scan|scanning|balayage|портыг шалга".split("|"),
  },
  {
    reason: "spam",
    type: "spam",
    weight: 1.5,
    words: "spam|pourriel|publicite non|хусээгуй зар|unwanted mail|unsolicited".split("|"),
  },
  {
    reason: "violence",
    type: "violence",
    weight: 3,
    words: "pedopornograph|child abuse|abus sexuel|хуухдийн эсрэг".split("|"),
  },
  {
    reason: "purchase",
    type: "masquerade",
    weight: 1.5,
    words:
      "jamais recu|jamais livre|never came|never arrived|never delivered|ирээгуй|faux vendeur|fake shop|fausse boutique".split(
        "|",
      ),
  },
  {
    reason: "outage",
    type: "outage",
    weight: 1.5,
    words: "panne|outage|services arretes|services stopped|тасалдал".split("|"),
  },
];

/** Text as the words above are written: lower case, accents off, Mongolian letters folded as people type them. */
export function foldText(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replaceAll("ү", "у")
    .replaceAll("ө", "о")
    .replaceAll("’", "'");
}
