import { Injectable, inject } from '@angular/core';
import { Router } from '@angular/router';
import type { components } from '../../api/schema.js';
import { Changes } from '../../outbox/changes.js';
import { type Command, isPending } from '../../outbox/entry.js';
import { uuid } from '../../outbox/uuid.js';
import { characterCount } from '../../ui/format.js';
import { type AdRules, nodesOf, pathOf, type SectionChange, type SectionPlace, type Tree } from '../../ui/section-tree/tree.js';
import { Toasts } from '../../ui/toasts.js';

export type Publisher = components['schemas']['PublisherDocument'] & { readonly deleted?: boolean };
export type Website = components['schemas']['PortfolioListRowDocument'] & { readonly deleted?: boolean };
/** What a section belongs to, as the user saw it. */
export type Seen = Pick<Website, 'id' | 'name' | 'version'>;

/** The views that publishers and websites are read from. */
export const PUBLISHERS_VIEW = 'publishers';
export const WEBSITES_VIEW = 'portfolios';

export const publisherStream = (id: string): string => `publisher-${id}`;
export const websiteStream = (id: string): string => `portfolio-${id}`;

export const MAX_NAME_LENGTH = 50;

/** Why a name would be refused; empty: it would not. */
export function nameFault(name: string): string {
  if (!name.trim()) return 'A name is needed.';
  return characterCount(name) > MAX_NAME_LENGTH ? `At most ${MAX_NAME_LENGTH} characters.` : '';
}

export const NO_AD_RULES: AdRules = { maxAds: null, maxSeconds: null, blocked: [] };

type Undo = () => Promise<unknown>;

/** Commands to publishers, websites and their sections, in words and with a way back where there is one. */
@Injectable({ providedIn: 'root' })
export class PortfolioChanges {
  private readonly changes = inject(Changes);
  private readonly toasts = inject(Toasts);
  private readonly router = inject(Router);

  createPublisher(name: string): string {
    const id = uuid();
    const patch = { id, name, created: true };
    void this.add({
      label: `Create “${name}”`,
      request: { method: 'POST', url: '/v1/publishers', body: { id, name } },
      changes: [{ lane: publisherStream(id), patch, fields: ['*'] }],
    });
    return id;
  }

  createWebsite(name: string, publisherId: string): string {
    const id = uuid();
    const patch = { id, name, publisherId, sections: 0, created: true };
    void this.add({
      label: `Create “${name}”`,
      request: { method: 'POST', url: '/v1/portfolios', body: { id, name, publisherId } },
      changes: [{ lane: websiteStream(id), patch, fields: ['*'] }],
      needs: this.creationOf(publisherStream(publisherId)),
    });
    return id;
  }

  rename(kind: 'publishers' | 'portfolios', row: Seen, name: string): void {
    if (name === row.name) return;
    const lane = kind === 'publishers' ? publisherStream(row.id) : websiteStream(row.id);
    const command = (from: string, to: string, seen?: number) => ({
      label: `Rename “${from}” to “${to}”`,
      request: { method: 'PUT', url: `/v1/${kind}/${row.id}/name`, body: { name: to } },
      changes: [{ lane, patch: { name: to }, fields: ['name'], seen }],
      needs: this.creationOf(lane),
    });
    void this.addWithUndo(command(row.name, name, row.version || undefined), () => this.add(command(name, row.name)));
  }

  delete(kind: 'publishers' | 'portfolios', row: Seen): void {
    const lane = kind === 'publishers' ? publisherStream(row.id) : websiteStream(row.id);
    void this.add({
      label: `Delete “${row.name}”`,
      request: { method: 'DELETE', url: `/v1/${kind}/${row.id}` },
      changes: [{ lane, patch: { deleted: true }, fields: ['*'], seen: row.version || undefined }],
      needs: this.creationOf(lane),
    });
  }

  addSection(website: Seen, name: string, parentId: string | null): string {
    const id = uuid();
    const command = this.ofSection(website, `Add “${name}”`, { does: 'add', id, name, parentId }, [
      ...(parentId === null ? [] : this.additionOf(website.id, parentId)),
    ]);
    void this.addWithUndo(command, () =>
      this.add(this.ofSection({ ...website, version: 0 }, `Remove “${name}”`, { does: 'remove', id })),
    );
    return id;
  }

  renameSection(website: Seen, id: string, from: string, name: string): void {
    if (name === from) return;
    const needs = this.additionOf(website.id, id);
    const command = (before: string, after: string, seen: Seen) =>
      this.ofSection(seen, `Rename “${before}” to “${after}”`, { does: 'rename', id, name: after }, needs);
    void this.addWithUndo(command(from, name, website), () => this.add(command(name, from, { ...website, version: 0 })));
  }

  moveSection(website: Seen, tree: Tree, id: string, place: SectionPlace): void {
    const section = tree.sections.get(id);
    if (!section) return;
    const { name, parentId } = section;
    const siblings = nodesOf(tree, parentId);
    const before = siblings[siblings.indexOf(id) + 1] ?? null;
    if (place.parentId === parentId && (place.before === before || place.before === id)) return;
    const where = place.parentId === null ? 'the top' : `“${pathOf(tree, place.parentId).at(-1)}”`;
    const label = place.parentId === parentId ? `Move “${name}” within ${where}` : `Move “${name}” to ${where}`;
    const needs = [id, place.parentId, place.before].flatMap((each) => (each ? this.additionOf(website.id, each) : []));
    void this.addWithUndo(this.ofSection(website, label, { does: 'move', id, ...place }, needs), () =>
      this.add(this.ofSection({ ...website, version: 0 }, `Move “${name}” back`, { does: 'move', id, parentId, before }, needs)),
    );
  }

  setAdRules(website: Seen, tree: Tree, id: string, rules: AdRules): void {
    const { name, adRules: before = NO_AD_RULES } = tree.sections.get(id) ?? { name: '' };
    if (JSON.stringify(before) === JSON.stringify(rules)) return;
    const needs = this.additionOf(website.id, id);
    const label = `Set the ad rules of “${name}”`;
    void this.addWithUndo(this.ofSection(website, label, { does: 'rule', id, ...rules }, needs), () =>
      this.add(this.ofSection({ ...website, version: 0 }, `Undo: ${label}`, { does: 'rule', id, ...before }, needs)),
    );
  }

  removeSection(website: Seen, id: string, name: string): void {
    void this.add(this.ofSection(website, `Remove “${name}”`, { does: 'remove', id }, this.additionOf(website.id, id)));
  }

  /** Makes a website what it was at an earlier version. */
  goBack(website: Seen, version: number): void {
    void this.add({
      label: `Make “${website.name}” what it was at version ${version}`,
      request: { method: 'POST', url: `/v1/portfolios/${website.id}/undo`, body: { version } },
      changes: [{ lane: websiteStream(website.id), patch: {}, fields: ['*'], seen: website.version }],
    });
  }

  private ofSection({ id, version }: Seen, label: string, section: SectionChange, needs: readonly string[] = []) {
    const url = `/v1/portfolios/${id}/sections`;
    const { does, id: sectionId, ...body } = section;
    const requests = {
      add: { method: 'POST', url, body: { id: sectionId, ...body } },
      rename: { method: 'PUT', url: `${url}/${sectionId}/name`, body },
      move: { method: 'PUT', url: `${url}/${sectionId}/place`, body },
      rule: { method: 'PUT', url: `${url}/${sectionId}/ad-rules`, body },
      remove: { method: 'DELETE', url: `${url}/${sectionId}` },
    };
    const fields = {
      ...{ add: [], rename: ['name'], move: ['place'], rule: ['ad rules'] },
      remove: ['name', 'place', 'ad rules'],
    }[does];
    return {
      label,
      request: requests[does],
      changes: [
        {
          lane: websiteStream(id),
          patch: { section },
          fields: fields.map((field) => `${field} of ${sectionId}`),
          // Others may add to the website meanwhile: that is no reason to refuse.
          seen: does === 'add' ? undefined : version || undefined,
        },
      ],
      needs: [...this.creationOf(websiteStream(id)), ...needs],
    };
  }

  private add(command: Omit<Command, 'page'>): Promise<string> {
    return this.changes.add({ ...command, page: this.router.url });
  }

  private async addWithUndo(command: Omit<Command, 'page'>, undo: Undo): Promise<void> {
    const id = await this.add(command);
    const run = async () => {
      if (!(await this.changes.cancel(id))) await undo();
    };
    this.toasts.show(command.label, { command: id, action: { label: 'Undo', run: () => void run() } });
  }

  /** The command that creates an entity, if it is still under way. */
  private creationOf(lane: string): string[] {
    return this.pendingOf(lane, ({ created }) => created === true);
  }

  private additionOf(websiteId: string, sectionId: string): string[] {
    return this.pendingOf(websiteStream(websiteId), ({ section }) => {
      const change = section as SectionChange | undefined;
      return change?.does === 'add' && change.id === sectionId;
    });
  }

  private pendingOf(lane: string, isMeant: (patch: Readonly<Record<string, unknown>>) => boolean): string[] {
    const all = this.changes.lanes().get(lane) ?? [];
    return all.filter(({ entry, change }) => isPending(entry) && isMeant(change.patch)).map(({ entry }) => entry.id);
  }
}
