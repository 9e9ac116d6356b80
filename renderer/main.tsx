import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './frame/app.tsx'
import { followAppearance } from './frame/appearance.ts'
import { connect } from './store/engine.ts'
import { queryClient } from './store/queries.ts'
import { HintProvider } from './ui/hint.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

followAppearance()
const connected = connect()
createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <HintProvider delay={500}>
          <App connected={connected} />
        </HintProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
)
