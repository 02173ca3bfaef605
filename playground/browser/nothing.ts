// Stands for a module of Node.js that a browser does not have and that nothing calls here.
export default {};
