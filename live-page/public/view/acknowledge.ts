import type { OpenIncident } from '../../protocol.ts';
import { h, setText } from '../dom.ts';
import type { Format } from '../format.ts';
import type { Texts } from '../texts/texts.ts';

/** The open leak: since when, who takes care of it, and the button to say so. */
export interface LeakPanel {
  readonly element: HTMLElement;
  update(leak: OpenIncident | undefined, now: number): void;
}

export interface LeakPanelOptions {
  readonly text: Texts;
  readonly format: Format;
  /** Of the person who has signed in. */
  readonly signedInName: () => string | undefined;
}

const rememberedName = 'name';

export function createLeakPanel({ text, format, signedInName }: LeakPanelOptions): LeakPanel {
  const since = h('span', { class: 'since' });
  const by = h('span', { class: 'by' });
  const problem = h('span', { class: 'problem', role: 'alert' });
  const button = h('button', { type: 'button', class: 'acknowledge' }, text.acknowledge.button);
  const name = h('input', { name: 'name', required: true, maxlength: 80, autocomplete: 'name' });
  const note = h('input', { name: 'note', maxlength: 500 });
  const cancel = h('button', { type: 'button', class: 'second' }, text.acknowledge.cancel);
  const form = h(
    'form',
    { method: 'dialog' },
    h('h2', {}, text.acknowledge.title),
    h('label', { class: 'who' }, text.acknowledge.name, name),
    h('label', {}, text.acknowledge.note, note),
    h('div', { class: 'buttons' }, cancel, h('button', {}, text.acknowledge.send)),
  );
  const dialog = h('dialog', { class: 'ask', 'aria-label': text.acknowledge.title }, form);
  const element = h('div', { class: 'leak', hidden: true }, h('p', {}, since, ' ', by, problem), button, dialog);
  let incident: OpenIncident | undefined;

  async function send(): Promise<void> {
    if (!incident) return;
    setText(problem, '');
    button.disabled = true;
    try {
      const said = {
        ...(signedInName() ? {} : { name: name.value.trim() }),
        ...(note.value ? { note: note.value } : {}),
      };
      const response = await fetch(`api/v1/incidents/${encodeURIComponent(incident.id)}/acknowledge`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(said),
      });
      if (!response.ok) throw new Error(String(response.status));
      if (!signedInName()) localStorage.setItem(rememberedName, name.value.trim());
      note.value = '';
    } catch {
      setText(problem, text.acknowledge.failed);
    } finally {
      button.disabled = false;
    }
  }

  button.addEventListener('click', () => {
    const known = signedInName();
    name.value = known ?? localStorage.getItem(rememberedName) ?? '';
    name.readOnly = known !== undefined;
    dialog.showModal();
  });
  cancel.addEventListener('click', () => dialog.close());
  form.addEventListener('submit', () => void send());

  return {
    element,
    update(leak, now) {
      incident = leak;
      element.hidden = leak === undefined;
      if (!leak) return;
      setText(since, text.since(format.shortTime(leak.openedAt, now)));
      const { acknowledged } = leak;
      setText(by, acknowledged ? text.acknowledge.by(acknowledged.by, format.shortTime(acknowledged.at, now)) : '');
      button.hidden = acknowledged !== null;
      element.dataset.acknowledged = String(acknowledged !== null);
      if (acknowledged) setText(problem, '');
    },
  };
}
