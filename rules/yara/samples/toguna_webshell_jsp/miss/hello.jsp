<%@ page contentType="text/html;charset=UTF-8" %>
<p>Bonjour <%= request.getParameter("nom") %></p>
