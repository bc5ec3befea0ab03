// Which field a column brings, by the words of its heading in three languages. Pure; a proposal that people change.
import { foldText } from "./fold-text.ts";
import { type ImportField, importFields, type Mapping, repeatableFields } from "./model.ts";

/** Headings as people write them, with "|" between. The first list that holds the heading wins; longer words before shorter ones. */
const words: Record<ImportField, string> = {
  reference: "reference|référence|toguna reference|лавлах дугаар",
  name: "name|nom|organisation|organization|entity|entité|structure|company|société|institution|raison sociale|dénomination|constituent|entreprise|нэр|байгууллага|байгууллагын нэр|хуулийн этгээд",
  otherNames:
    "other names|autres noms|other name|autre nom|acronym|sigle|alias|short name|nom court|brand|marque|бусад нэр|товч нэр|товчлол",
  sector: "sector|secteur|industry|branche|secteur d'activité|activity|activité|domaine|салбар|үйл ажиллагаа",
  isic: "isic|citi|isic code|code citi|isic 4|naics|эдийн засгийн үйл ажиллагааны код",
  classes: "classes|class|classe|category|catégorie|law class|ангилал",
  area: "area|region|région|zone|district|cercle|municipality|commune|ville|city|town|province|localité|siège|seat|aimag|аймаг|бүс|сум|дүүрэг|хот|байршил",
  address:
    "address|adresse|postal address|adresse postale|adresse du siège|siège social|street|rue|registered office|хаяг|албан ёсны хаяг|шуудангийн хаяг",
  legalForm:
    "legal form|forme juridique|statut juridique|legal status|type of company|forme|эрх зүйн хэлбэр|хуулийн этгээдийн хэлбэр|хэлбэр",
  parent: "parent|belongs to|group|groupe|maison mère|ministry|tutelle|ministère|толгой байгууллага|харьяалал",
  languages: "languages|language|langues|langue|хэл",
  networks:
    "networks|network|réseaux|réseau|domain|domains|domaine internet|nom de domaine|noms de domaine|domaines|website|web site|site web|site|web|url|ip|ips|ip range|ip ranges|ip addresses|adresses ip|adresse ip|plage ip|plages ip|prefix|prefixes|préfixe|préfixes|cidr|asn|as|as number|numéro as|short code|code court|ussd|домэйн|домэйн нэр|вэб|вэб сайт|цахим хуудас|сүлжээ|ip хаяг",
  heldFrom:
    "held from|held since|since|depuis|detenu depuis|date of registration|registered on|date|date d'enregistrement|хэзээнээс|огноо|бүртгэсэн огноо",
  contactName:
    "contact|contact name|contact person|nom du contact|personne de contact|personne à contacter|responsable|point focal|focal point|rssi|ciso|холбоо барих хүн|хариуцсан ажилтан|харилцах хүн",
  contactRole: "role|rôle|contact role|rôle du contact|function|fonction|poste|position|албан тушаал|үүрэг",
  contactEmail:
    "email|e mail|mail|courriel|adresse mail|adresse électronique|adresse e mail|contact email|email du contact|e mail du contact|имэйл|и мэйл|цахим шуудан|мэйл",
  contactPhone:
    "phone|telephone|téléphone|tel|tél|mobile|portable|phone number|numéro de téléphone|contact phone|gsm|утас|утасны дугаар|гар утас",
  contactHours: "hours|heures|horaires|opening hours|disponibilité|availability|ажлын цаг|цагийн хуваарь",
  contact2Name:
    "contact 2|second contact|deuxième contact|contact 2 name|nom du contact 2|dpo|délégué à la protection des données|data protection officer|холбоо барих хүн 2",
  contact2Role: "role 2|rôle 2|contact 2 role",
  contact2Email: "email 2|e mail 2|courriel 2|mail 2|dpo email|email dpo|contact 2 email|имэйл 2",
  staff:
    "staff|employees|number of employees|headcount|effectif|effectifs|nombre d'employés|nombre de salariés|salariés|ажилтны тоо|ажилтан",
  users:
    "users|customers|clients|subscribers|abonnés|nombre de clients|nombre d'abonnés|utilisateurs|хэрэглэгч|хэрэглэгчийн тоо",
  turnover: "turnover|revenue|annual revenue|chiffre d'affaires|ca annuel|эргэлт|орлого|борлуулалтын орлого",
  sizesAsOf: "as of|figures as of|size date|au|chiffres au|date des chiffres|тоо баримтын огноо",
  services:
    "services|online services|service|services en ligne|service en ligne|онлайн үйлчилгээ|цахим үйлчилгээ|үйлчилгээ",
  providesFor: "provides for|customers of its services|fournit|fournit à|prestataire de|fournisseur de|хэнд үйлчилдэг",
  dependsOn:
    "depends on|provider|providers|supplier|suppliers|hosted by|dépend de|fournisseur|fournisseurs|hébergeur|prestataire|хэнээс хамаардаг|нийлүүлэгч",
  contact2Phone: "phone 2|téléphone 2|tel 2|tél 2|contact 2 phone|dpo phone|утас 2",
};

const byWord = new Map<string, ImportField>();
for (const field of importFields)
  for (const word of words[field].split("|")) if (!byWord.has(foldText(word))) byWord.set(foldText(word), field);

/**
 * A field for each heading that is known, each field once but for those that may stand in several columns.
 * @param rows some rows: an old register's own references are none of ours, so that such a column is left out.
 * @param kept columns of a mapping that was kept: folded heading to field; it goes before our own words.
 */
export function proposeMapping(
  header: readonly string[],
  rows: readonly (readonly string[])[] = [],
  kept: Readonly<Record<string, ImportField>> = {},
): Mapping {
  const mapping: Mapping = {};
  const taken = new Set<ImportField>();
  for (const [column, heading] of header.entries()) {
    const folded = foldText(heading.replace(/\([^)]*\)|\[[^\]]*\]/g, " "));
    const field = (Object.hasOwn(kept, folded) ? kept[folded] : undefined) ?? byWord.get(folded) ?? secondOf(folded);
    if (field === undefined || (taken.has(field) && !repeatableFields.includes(field))) continue;
    if (field === "reference" && !rows.some((cells) => /^C-[0-9A-Z]{8}$/i.test(cells[column] ?? ""))) continue;
    taken.add(field);
    mapping[String(column)] = field;
  }
  return mapping;
}

/** "Telephone of the contact", "Adresses IP (v4)": a heading that begins or ends with a known word of at least four letters. */
function secondOf(folded: string): ImportField | undefined {
  const parts = folded.split(" ");
  for (let size = parts.length - 1; size > 0; size--) {
    for (const part of [parts.slice(0, size), parts.slice(-size)]) {
      const field = part.join(" ").length >= 4 ? byWord.get(part.join(" ")) : undefined;
      if (field) return field;
    }
  }
  return undefined;
}

/** The mapping as headings to fields, for keeping under a name. */
export function keepableColumns(header: readonly string[], mapping: Mapping): Record<string, ImportField> {
  const columns: Record<string, ImportField> = {};
  for (const [column, field] of Object.entries(mapping)) {
    const heading = foldText((header[Number(column)] ?? "").replace(/\([^)]*\)|\[[^\]]*\]/g, " "));
    if (heading !== "") columns[heading] = field;
  }
  return columns;
}
