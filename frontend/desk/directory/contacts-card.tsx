// Who answers for a constituent, for what, when and how; those who no longer do stand last.
import { For, type JSX, Show } from "solid-js";
import type { ContactView } from "../../../backend/reporting/directory/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";
import { can } from "../../shell/session.ts";
import { sayDay } from "./say-facts.ts";

export function ContactsCard(props: { contacts: ContactView[]; onEnd: (contact: ContactView) => void }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("desk.directory.contacts")} count={props.contacts.length}>
      <ul class="entries">
        <For each={props.contacts} fallback={<li class="quiet-text">{t("desk.directory.no_contacts")}</li>}>
          {(contact) => (
            <li class="entry" data-ended={contact.endedAt ? "" : undefined}>
              <div class="entry-words">
                <p>
                  <b dir="auto">{contact.name}</b>{" "}
                  <Show when={contact.isSafeChannel && !contact.endedAt}>
                    <Tag tone="low">{t("desk.directory.safe")}</Tag>
                  </Show>
                </p>
                <p class="quiet-text small-text">{t(`desk.directory.role.${contact.role}`)}</p>
                <Show when={contact.email}>{(email) => <p class="value">{email()}</p>}</Show>
                <Show when={contact.phone}>{(phone) => <p class="figures value">{phone()}</p>}</Show>
                <p class="quiet-text small-text">
                  {[
                    contact.hours,
                    contact.languages.map((language) => t(`common.language.${language}`)).join(", "),
                    contact.endedAt && t("desk.directory.ended", { at: sayDay(contact.endedAt) }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
              </div>
              <Show when={can("registry.change") && !contact.endedAt}>
                <Button
                  isSmall
                  look="quiet"
                  aria-label={`${t("desk.directory.end")} ${contact.name}`}
                  onClick={() => props.onEnd(contact)}
                >
                  {t("desk.directory.end")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
