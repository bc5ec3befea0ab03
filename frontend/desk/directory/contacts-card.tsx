// Who answers for a constituent, for what, when and how, with which key; those who no longer do stand last.
import { For, type JSX, Show } from "solid-js";
import type { KeyView } from "../../../backend/registry/contacts/model.ts";
import type { ContactDetail } from "../../../backend/registry/profile/details/model.ts";
import type { ContactView } from "../../../backend/reporting/directory/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";
import { can } from "../../shell/session.ts";
import { sayDay } from "./say-facts.ts";

export function ContactsCard(props: {
  contacts: ContactView[];
  details: ContactDetail[];
  onEnd: (contact: ContactView) => void;
  onChange: (contact: ContactView, detail: ContactDetail) => void;
  onAddKey: (contact: ContactView) => void;
  onRemoveKey: (key: KeyView) => void;
  onErase: (contact: ContactView) => void;
}): JSX.Element {
  const t = useWords();
  const detailOf = (id: string) => props.details.find((one) => one.id === id);
  return (
    <Card title={t("desk.directory.contacts")} count={props.contacts.length}>
      <ul class="entries">
        <For each={props.contacts} fallback={<li class="quiet-text">{t("desk.directory.no_contacts")}</li>}>
          {(contact) => (
            <li class="entry contact" data-ended={contact.endedAt ? "" : undefined}>
              <div class="entry-words">
                <p>
                  <b dir="auto">{contact.name || t("register.contact.forgotten")}</b>{" "}
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
                <Show when={!contact.endedAt && detailOf(contact.id)}>
                  {(detail) => <Reach detail={detail()} onRemoveKey={(key) => props.onRemoveKey(key)} />}
                </Show>
                <Show when={can("registry.change")}>
                  <div class="entry-acts">
                    <Show when={!contact.endedAt}>
                      <Show when={detailOf(contact.id)}>
                        {(detail) => (
                          <Button
                            isSmall
                            look="quiet"
                            aria-label={`${t("register.change")} ${contact.name}`}
                            onClick={() => props.onChange(contact, detail())}
                          >
                            {t("register.change")}
                          </Button>
                        )}
                      </Show>
                      <Button
                        isSmall
                        look="quiet"
                        aria-label={`${t("register.key.act")} ${contact.name}`}
                        onClick={() => props.onAddKey(contact)}
                      >
                        {t("register.key.act")}
                      </Button>
                      <Button
                        isSmall
                        look="quiet"
                        aria-label={`${t("desk.directory.end")} ${contact.name}`}
                        onClick={() => props.onEnd(contact)}
                      >
                        {t("desk.directory.end")}
                      </Button>
                    </Show>
                    <Show when={contact.endedAt && contact.name !== ""}>
                      <Button
                        isSmall
                        look="quiet"
                        aria-label={`${t("register.contact.erase")} ${contact.name}`}
                        onClick={() => props.onErase(contact)}
                      >
                        {t("register.contact.erase")}
                      </Button>
                    </Show>
                  </div>
                </Show>
              </div>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}

/** Hours, the channel for emergencies and keys of a contact that stands. */
function Reach(props: { detail: ContactDetail; onRemoveKey: (key: KeyView) => void }): JSX.Element {
  const t = useWords();
  return (
    <>
      <Show when={props.detail.weekly}>
        {(weekly) => (
          <p class="small-text">
            <Tag tone={props.detail.isReachableNow ? "low" : "plain"}>
              {props.detail.isReachableNow ? t("register.hours.now") : t("register.hours.not_now")}
            </Tag>{" "}
            {weekly()
              .hours.map((span) => `${t(`register.hours.short.${span.day}`)} ${span.opensAt}–${span.closesAt}`)
              .join(", ")}{" "}
            <span class="quiet-text">{weekly().timeZone}</span>
          </p>
        )}
      </Show>
      <Show when={props.detail.safeChannel}>
        {(channel) => (
          <p class="small-text">
            <span class="quiet-text">{t("register.channel.label")}:</span>{" "}
            {t(`register.channel.kind.${channel().kind}`)} <span class="value">{channel().value}</span>
          </p>
        )}
      </Show>
      <For each={props.detail.keys}>
        {(key) => (
          <div class="key small-text">
            <p>
              <Tag tone={key.hasExpired ? "high" : "indigo"}>OpenPGP</Tag> {key.algorithm} ·{" "}
              {key.hasExpired
                ? t("register.key.expired", { at: sayDay(key.expiresAt ?? "") })
                : key.expiresAt
                  ? t("register.key.until", { at: sayDay(key.expiresAt) })
                  : t("register.key.no_end")}
            </p>
            <p class="mono value">{key.fingerprint.match(/.{1,4}/g)?.join(" ")}</p>
            <p class="quiet-text value">{key.userIds.join(", ")}</p>
            <Show when={can("registry.change")}>
              <Button isSmall look="quiet" onClick={() => props.onRemoveKey(key)}>
                {t("register.key.remove")}
              </Button>
            </Show>
          </div>
        )}
      </For>
    </>
  );
}
