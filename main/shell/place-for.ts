import { type BrowserWindow, dialog, type SaveDialogOptions } from 'electron'

/** Where a person wants a file; null when nowhere. */
export async function placeFor(
  parent: BrowserWindow | null,
  options: SaveDialogOptions,
): Promise<string | null> {
  const { canceled, filePath } = parent
    ? await dialog.showSaveDialog(parent, options)
    : await dialog.showSaveDialog(options)
  return canceled || filePath === '' ? null : filePath
}
