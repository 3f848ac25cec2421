import { MantineProvider } from '@mantine/core';
import { cssVariablesResolver, theme } from '../ui/theme.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Shell } from './Shell.tsx';
import { ToastList } from './ToastList.tsx';
import './app.css';

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} forceColorScheme="dark">
      <ErrorBoundary>
        <Shell />
      </ErrorBoundary>
      <ToastList />
    </MantineProvider>
  );
}
