/** This workstation's settings as they are kept. */
import { z } from 'zod';
import { Settings } from '#contract/views.ts';
import type { DocumentKind } from '../documents/document-kind.ts';

const SettingsDocument = z.object({ version: z.literal(1), settings: Settings });
export type SettingsDocument = z.infer<typeof SettingsDocument>;

export const settingsKind: DocumentKind<SettingsDocument> = {
  name: 'settings',
  version: 1,
  schema: SettingsDocument,
  upgrades: {},
};

export const newSettings = (workstationName: string): SettingsDocument => ({
  version: 1,
  settings: {
    workstationName,
    operatorName: '',
    language: 'en',
    theme: 'dark',
    startWallId: null,
    showStats: false,
    singleKeyShortcuts: true,
    firstRunDone: false,
  },
});
