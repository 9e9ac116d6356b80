import type { AssetCopy } from '../../../main/model/asset-detail.ts'
import { go } from '../../store/view.ts'

/** Opens the version that has the asset, and shows it there. */
export function goToAsset({ instance, dandisetId, version, path }: AssetCopy): void {
  go({
    screen: 'dandiset',
    ref: { instance, dandisetId, version, pick: { kind: 'item', path } },
  })
}
