import '../bridge/no-eval.ts';
import '@mantine/core/styles.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { createRoot } from 'react-dom/client';
import { watchMain } from '../bridge/main-link.ts';
import { App } from './App.tsx';

watchMain();
const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');
createRoot(root).render(<App />);
