import { AboutDialog } from '$lib/app/about-dialog.svelte.ts';

/** Whose new deal it is, and what it comes of, where it was asked for. */
export interface NewDealContext {
  contact?: { id: string; name: string } | null;
  organisation?: { id: string; name: string } | null;
  /** How the customer came to the firm: an entry of the directory of sources. */
  sourceId?: string | null;
  /** The call it is made from: the call keeps which deals came of it. */
  callId?: string;
  /** An order: its products are sold. */
  isOrder?: boolean;
}

export const newDeal = new AboutDialog<NewDealContext>({});
